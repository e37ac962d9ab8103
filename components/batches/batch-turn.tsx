import { useTranslations } from 'next-intl'
import { turnOf } from '@/lib/batches/next-acts'
import type { BatchState } from '@/lib/batches/workflow'

/** Whose turn it is, and with what: yours, a named colleague's, a role's. */
export function BatchTurn({ state, mine, rm }: { state: BatchState; mine: boolean; rm: string | null }) {
  const t = useTranslations('batches.turn')
  const roles = useTranslations('errors.names')
  const turn = turnOf(state)
  if (!turn) return null
  const work = t(`work.${turn.work as 'check'}`)
  if (mine) return <span className="font-medium text-accent">{t('mine', { work })}</span>
  const who = turn.roles.map((r) => (r === 'RM' && rm ? `${roles(r)} ${rm}` : roles(r as 'RM'))).join(' / ')
  return <span>{t('label', { who, work })}</span>
}
