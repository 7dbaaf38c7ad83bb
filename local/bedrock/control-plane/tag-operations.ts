import * as z from "zod";
import { parseArn } from "../arns.ts";
import { defineOperation } from "./control-operation.ts";
import { taggableArn, tagKeys, tags } from "./members.ts";
import { agentOf, aliasOf, type Plane } from "./plane.ts";
import { notFound } from "./refusals.ts";

const template = "/tags/{resourceArn}";

const tagResource = defineOperation({
  name: "TagResource",
  method: "POST",
  template,
  status: 200,
  input: z.object({ resourceArn: taggableArn, tags }),
  run({ resourceArn, tags: given }, plane) {
    const owner = ownerOf(plane, resourceArn);
    owner.tags = { ...owner.tags, ...given };
    return {};
  },
});

const listTags = defineOperation({
  name: "ListTagsForResource",
  method: "GET",
  template,
  status: 200,
  input: z.object({ resourceArn: taggableArn }),
  run: ({ resourceArn }, plane) => ({ tags: ownerOf(plane, resourceArn).tags }),
});

const untagResource = defineOperation({
  name: "UntagResource",
  method: "DELETE",
  template,
  status: 200,
  input: z.object({ resourceArn: taggableArn, tagKeys }),
  run({ resourceArn, tagKeys: keys }, plane) {
    const owner = ownerOf(plane, resourceArn);
    owner.tags = Object.fromEntries(Object.entries(owner.tags).filter(([key]) => !keys.includes(key)));
    return {};
  },
});

function ownerOf(plane: Plane, arn: string): { tags: Record<string, string> } {
  const ids = parseArn(arn);
  if (!ids) throw notFound();
  const agent = agentOf(plane, ids.agentId);
  return ids.aliasId === undefined ? agent : aliasOf(agent, ids.aliasId);
}

export const tagOperations = [tagResource, listTags, untagResource];
