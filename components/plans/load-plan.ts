import 'server-only'
import { notFound } from 'next/navigation'
import { type PlanView, planView } from '@/lib/plans/queries'
import type { Actor } from '@/lib/platform/actor'
import { Refusal } from '@/lib/platform/errors'

/** The plan for a page; another bank's, or none, is the page that is not there. */
export async function loadPlan(actor: Actor, planId: string): Promise<PlanView> {
  return planView(actor, { planId }).catch((e: unknown) => {
    if (e instanceof Refusal && ['E_NOT_FOUND', 'E_ID'].includes(e.error.code)) notFound()
    throw e
  })
}
