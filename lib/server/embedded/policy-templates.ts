import 'server-only';
import type { PolicyTemplate, TemplateId } from '#contract/templates.ts';

/** Every policy of a set answers with one document; what it says besides `decision` is kept in the audit. */
const head = (decision: 'allow' | 'deny') => `package caracal.authz

import rego.v1

default result := {"decision": "${decision}", "evaluation_status": "complete", "determining_policies": [], "diagnostics": []}
`;
const allowed = (policy: string) =>
  `{"decision": "allow", "evaluation_status": "complete", "determining_policies": [{"policy": "${policy}"}], "diagnostics": []}`;

const template = (id: TemplateId, name: string, description: string, content: string): PolicyTemplate => ({
  id,
  name,
  description,
  content,
});

/**
 * Starting points for policies: the ids of v2026.05.14, the Rego written for this project. The maps in them are to be filled in. They
 * read nothing of `input` that the token service of that version does not pass: of a session only its id, of a delegation edge its two
 * sessions, its path and its constraints. All but two deny what they do not know.
 */
export const policyTemplates: PolicyTemplate[] = [
  template(
    'role-based',
    'Role-Based Access Control',
    'Allow access based on principal roles defined in policy data.',
    `${head('deny')}
# Who has which role, and what a role may ask for.
roles_of := {"application-id": {"reader"}}

scopes_of := {"reader": {"read"}, "writer": {"read", "write"}}

held := {scope | some role in roles_of[input.principal.id]; some scope in scopes_of[role]}

result := ${allowed('role-based')} if {
	count(input.context.requested_scopes) > 0
	every scope in input.context.requested_scopes { scope in held }
}
`,
  ),
  template(
    'attribute-based',
    'Attribute-Based Access Control',
    'Allow access by matching principal and resource attributes.',
    `${head('deny')}
# What is known about applications and resources.
principals := {"application-id": {"department": "support"}}

resources := {"resource://example": {"department": "support"}}

result := ${allowed('attribute-based')} if {
	wanted := resources[input.resource.identifier]
	known := principals[input.principal.id]
	every name, value in wanted { known[name] == value }
}
`,
  ),
  template(
    'delegation',
    'Delegation Chain',
    'Allow direct access and delegated access via subject token claims.',
    `${head('deny')}
# Who may reach a resource: applications themselves, and subjects for whom an application acts.
reach := {"resource://example": {"application-id", "subject-id"}}

# Applications that may act for the subject of a token that they present.
delegates := {"application-id"}

direct if input.principal.id in reach[input.resource.identifier]

delegated if {
	input.principal.id in delegates
	input.context.subject_claims.sub in reach[input.resource.identifier]
}

result := ${allowed('delegation')} if direct

result := ${allowed('delegation')} if delegated
`,
  ),
  template(
    'baseline-scopes',
    'Baseline Scopes',
    'Allow only requested scopes explicitly listed for a principal and resource.',
    `${head('deny')}
# Application, then resource, then the scopes that may be asked for.
listed := {"application-id": {"resource://example": {"read"}}}

result := ${allowed('baseline-scopes')} if {
	mine := listed[input.principal.id][input.resource.identifier]
	count(input.context.requested_scopes) > 0
	every scope in input.context.requested_scopes { scope in mine }
}
`,
  ),
  template(
    'baseline-resource-constraints',
    'Baseline Resource Constraints',
    'Allow only resources listed for the principal and matching required resource attributes.',
    `${head('deny')}
# Which resources an application may reach, and what has to hold of them.
reachable := {"application-id": {"resource://example"}}

needed := {"environment": "production"}

known := {"resource://example": {"environment": "production"}}

result := ${allowed('baseline-resource-constraints')} if {
	input.resource.identifier in reachable[input.principal.id]
	every name, value in needed { known[input.resource.identifier][name] == value }
}
`,
  ),
  template(
    'baseline-delegation-constraints',
    'Baseline Delegation Constraints',
    'Allow delegated exchange only when source-target graph proof, hop count, and budget constraints are present.',
    `${head('deny')}
most_hops := 3

edge := input.delegation_edge

# The edge leads from a session to the one that asks.
proven if {
	edge.source_session_id != ""
	edge.target_session_id == input.context.agent_session_id
}

short if {
	count(edge.path) > 0
	count(edge.path) <= most_hops
}

# Without the first line a budget that is a text would be more than any number.
budgeted if {
	is_number(edge.constraints_json.budget)
	count(input.context.requested_scopes) <= edge.constraints_json.budget
}

result := ${allowed('baseline-delegation-constraints')} if {
	proven
	short
	budgeted
}
`,
  ),
  template(
    'baseline-session-state',
    'Baseline Session State',
    'Allow session-bound requests only when session state is active and bound to the principal.',
    `${head('deny')}
# The sessions that each application may use. The token service itself refuses those that have ended.
active_sessions := {"application-id": {"session-id"}}

result := ${allowed('baseline-session-state')} if input.session.id in active_sessions[input.principal.id]
`,
  ),
  template(
    'baseline-step-up-triggers',
    'Baseline Step-Up Triggers',
    'Return a step-up diagnostic for configured sensitive resources without an approved challenge.',
    `${head('allow')}
# What nobody gets without a second confirmation, and which one.
sensitive := {"resource://payments": "human_approval"}

result := {
	"decision": "deny",
	"evaluation_status": "complete",
	"determining_policies": [{"policy": "baseline-step-up-triggers"}],
	"diagnostics": [{"step_up_required": sensitive[input.resource.identifier]}],
} if not input.context.challenge_resolved
`,
  ),
  template(
    'baseline-rate-limits',
    'Baseline Rate Limits',
    'Emit a rate-limit diagnostic for resources with externally enforced provider limits.',
    `${head('allow')}
# Limits that the provider behind a resource enforces itself; they are noted, not counted here.
limits := {"resource://example": "60 per minute"}

result := {
	"decision": "allow",
	"evaluation_status": "complete",
	"determining_policies": [{"policy": "baseline-rate-limits"}],
	"diagnostics": [{"rate_limit": limits[input.resource.identifier]}],
}
`,
  ),
];
