import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { ItemParams, RowId, Timestamp, ZoneParams } from './ids.ts';
import { AnyObject } from './json.ts';

export const challengeTypes = ['human_approval', 'mfa', 'software_attestation'] as const;
export type ChallengeType = (typeof challengeTypes)[number];

/** Pending is what is neither satisfied nor past `expires_at`: there is no flag (contract 8). */
export const StepUpChallenge = z.object({
  id: RowId,
  zone_id: RowId,
  session_id: z.string().nullable(),
  challenge_type: z.string(),
  metadata_json: AnyObject,
  created_at: Timestamp,
  expires_at: Timestamp,
  satisfied_at: Timestamp.nullable(),
  /** From v2026.05.27 on. */
  approver_subject_id: z.string().nullish(),
});
export type StepUpChallenge = z.infer<typeof StepUpChallenge>;
export const SatisfiedChallenge = z.object({ id: RowId, satisfied_at: Timestamp });
export type SatisfiedChallenge = z.infer<typeof SatisfiedChallenge>;

const path = '/v1/zones/{zoneId}/step-up-challenges';
const item = `${path}/{id}` as const;
export const stepUpEndpoints = {
  listStepUpChallenges: defineEndpoint({
    method: 'GET',
    path,
    auth: 'zone',
    success: 200,
    params: ZoneParams,
    output: z.array(StepUpChallenge),
  }),
  getStepUpChallenge: defineEndpoint({
    method: 'GET',
    path: item,
    auth: 'zone',
    success: 200,
    params: ItemParams,
    output: StepUpChallenge,
  }),
  /** Takes no body; the JSON content type with an empty one is refused (contract 1.2). */
  satisfyStepUpChallenge: defineEndpoint({
    method: 'POST',
    path: `${item}/satisfy`,
    auth: 'zone',
    success: 200,
    params: ItemParams,
    output: SatisfiedChallenge,
  }),
};
