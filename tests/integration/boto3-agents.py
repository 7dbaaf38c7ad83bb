"""Makes agents with boto3, asks one of them, and tells what came of it.

Reads {endpoint, agents, supervisor, questions} from stdin, the members as the service's model names them; writes JSON. botocore
checks what the JS client does not: required members and lengths, each structure's types, one member in each union.
"""

import json
import sys
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, EventStreamError

task = json.load(sys.stdin)
session = dict(
    endpoint_url=task["endpoint"],
    region_name="us-east-1",
    aws_access_key_id="local",
    aws_secret_access_key="local",
    config=Config(retries={"max_attempts": 0}),
)
control = boto3.client("bedrock-agent", **session)
runtime = boto3.client("bedrock-agent-runtime", **session)


def until(wanted, look):
    for _ in range(600):
        state = look()
        if state in wanted:
            return
        if state == "FAILED":
            break
        time.sleep(0.05)
    raise SystemExit(f"It is {state}, and not one of {wanted}.")


def agent_is(agent_id, *wanted):
    until(wanted, lambda: control.get_agent(agentId=agent_id)["agent"]["agentStatus"])


def every(operation, key, **given):
    pages = control.get_paginator(operation).paginate(**given, PaginationConfig={"PageSize": 2})
    return [entry for page in pages for entry in page[key]]


arns, aliases = {}, {}
for wanted in task["agents"]:
    agent_id = control.create_agent(**wanted["agent"])["agent"]["agentId"]
    agent_is(agent_id, "NOT_PREPARED")
    draft = dict(agentId=agent_id, agentVersion="DRAFT")
    for group in wanted["actionGroups"]:
        control.create_agent_action_group(**draft, **group)
    for collaborator in wanted["collaborators"]:
        target = {"aliasArn": arns[collaborator.pop("calls")]}
        control.associate_agent_collaborator(**draft, **collaborator, agentDescriptor=target)
    control.prepare_agent(agentId=agent_id)
    agent_is(agent_id, "PREPARED")
    alias = control.create_agent_alias(agentId=agent_id, **wanted["alias"])["agentAlias"]
    place = dict(agentId=agent_id, agentAliasId=alias["agentAliasId"])
    until(["PREPARED"], lambda: control.get_agent_alias(**place)["agentAlias"]["agentAliasStatus"])
    agent_is(agent_id, "PREPARED")
    name = wanted["agent"]["agentName"]
    arns[name], aliases[name] = alias["agentAliasArn"], place

# Everything is read once more, so that each answer has been through botocore's parser.
read = {}
for name, place in aliases.items():
    agent_id = place["agentId"]
    control.list_tags_for_resource(resourceArn=arns[name])
    version = control.get_agent_version(agentId=agent_id, agentVersion="1")["agentVersion"]
    groups = every("list_agent_action_groups", "actionGroupSummaries", agentId=agent_id, agentVersion="1")
    for group in groups:
        control.get_agent_action_group(agentId=agent_id, agentVersion="1", actionGroupId=group["actionGroupId"])
    called = every("list_agent_collaborators", "agentCollaboratorSummaries", agentId=agent_id, agentVersion="1")
    for one in called:
        control.get_agent_collaborator(agentId=agent_id, agentVersion="1", collaboratorId=one["collaboratorId"])
    every("list_agent_aliases", "agentAliasSummaries", agentId=agent_id)
    every("list_agent_versions", "agentVersionSummaries", agentId=agent_id)
    read[name] = {
        "version": version["version"],
        "action_groups": sorted(group["actionGroupName"] for group in groups),
        "collaborators": sorted(one["collaboratorName"] for one in called),
    }


def ask(text):
    turn = {"kinds": [], "text": ""}
    try:
        answer = runtime.invoke_agent(
            **aliases[task["supervisor"]],
            sessionId="boto3-session",
            inputText=text,
            enableTrace=True,
            streamingConfigurations={"streamFinalResponse": True},
        )
        for event in answer["completion"]:
            (kind, member), = event.items()
            if kind == "chunk":
                turn["text"] += member["bytes"].decode()
            elif kind == "trace":
                (trace, content), = member["trace"].items()
                kind = trace if trace == "failureTrace" else f"{trace}.{next(iter(content))}"
            turn["kinds"].append(kind)
    except EventStreamError as error:
        turn["error"] = error.response["Error"]["Code"]
    return turn


def refusal(call):
    try:
        call()
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]]
    return None


supervisor = aliases[task["supervisor"]]
print(
    json.dumps(
        {
            "agents": read,
            "listed": len(every("list_agents", "agentSummaries")),
            "turns": [ask(text) for text in task["questions"]],
            "refusals": [
                refusal(lambda: control.get_agent(agentId="AAAAAAAAAA")),
                refusal(lambda: control.delete_agent(agentId=supervisor["agentId"])),
                refusal(lambda: control.delete_agent_alias(agentId=supervisor["agentId"], agentAliasId="TSTALIASID")),
                refusal(
                    lambda: runtime.invoke_agent(
                        agentId="AAAAAAAAAA", agentAliasId="BBBBBBBBBB", sessionId="one", inputText="Hello"
                    )
                ),
            ],
        }
    )
)
