'use client'
import { useTranslations } from 'next-intl'
import { Button, ButtonLink } from '@/components/ui/button'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { toast } from '@/components/ui/toast'
import {
  exitMarketAction,
  reinstateMarketAction,
  reopenMarketAction,
  startSurveyAction,
  submitMarketAction,
} from '@/lib/markets/actions'
import type { Decision } from '@/lib/markets/rules/official'
import { AssignDialog, type Candidates } from './assign-dialog'
import { DecideDialog } from './decide-dialog'
import { OverrideDialog } from './override-dialog'
import { ReconcileDialog } from './reconcile-dialog'
import { ReturnDialog } from './return-dialog'
import { SuspendDialog } from './suspend-dialog'
import { useRefresh } from './use-refresh'

export type MarketActs = {
  marketId: string
  version: number
  /** events of the machine that this person may raise now */
  events: readonly string[]
  decisions: readonly Decision[]
  /** grades one step away that this person may set by hand; empty: none */
  overrideGrades: readonly string[]
  grade: string | null
  /** surveyors that are named already, and who may be */
  assign: { candidates: Candidates; evaluatorId: string | null; riskMgrId: string | null } | null
  /** both surveyors are named, and this person is one of them */
  surveyorsNamed: boolean
  /** a difference that must be explained, and this person may */
  reconcile: { difference: number; note: string | null } | null
  /** first day on which a rejected market may be opened again */
  reopenFrom: string | null
  items: readonly { code: string; name: string }[]
}

/** What this person can do with the market now; nothing else is offered, and the server asks again. */
export function MarketActions(acts: MarketActs) {
  const t = useTranslations('markets.acts')
  const refresh = useRefresh()
  const { marketId, version, events } = acts
  const can = (event: string) => events.includes(event)
  const seen = { ifMatch: version }
  const done = (text: string) => () => {
    toast.ok(text)
    refresh()
  }
  return (
    <>
      {can('score') && (
        <ButtonLink tone="primary" href={`/markets/${marketId}/survey`}>
          {t('survey')}
        </ButtonLink>
      )}
      {acts.assign && (
        <AssignDialog {...acts.assign} marketId={marketId} version={version} canStart={can('start-survey')} />
      )}
      {can('start-survey') && !acts.assign && acts.surveyorsNamed && (
        <ReasonDialog
          trigger={<Button tone="primary">{t('start')}</Button>}
          title={t('startTitle')}
          description={t('startNow')}
          confirmLabel={t('start')}
          reason="none"
          action={() => startSurveyAction({ marketId }, seen)}
          onDone={done(t('startDone'))}
        />
      )}
      {acts.reconcile && <ReconcileDialog marketId={marketId} version={version} {...acts.reconcile} />}
      {acts.overrideGrades.length > 0 && (
        <OverrideDialog marketId={marketId} version={version} grade={acts.grade ?? ''} grades={acts.overrideGrades} />
      )}
      {can('submit') && (
        <ReasonDialog
          trigger={<Button tone="primary">{t('submit')}</Button>}
          title={t('submitTitle')}
          description={t('submitText')}
          confirmLabel={t('submit')}
          reason="none"
          action={() => submitMarketAction({ marketId }, seen)}
          onDone={done(t('submitDone'))}
        />
      )}
      {can('return') && <ReturnDialog marketId={marketId} version={version} items={acts.items} />}
      {can('decide') && <DecideDialog marketId={marketId} version={version} decisions={acts.decisions} />}
      {can('suspend') && <SuspendDialog marketId={marketId} version={version} />}
      {can('reinstate') && (
        <ReasonDialog
          trigger={<Button tone="primary">{t('reinstate')}</Button>}
          title={t('reinstateTitle')}
          description={t('reinstateText')}
          confirmLabel={t('reinstate')}
          reasonLabel={t('opinion')}
          maxLength={1000}
          action={(opinion) => reinstateMarketAction({ marketId, opinion }, seen)}
          onDone={(v) => done(v.final ? t('reinstateDone') : t('reinstateHalf'))()}
        />
      )}
      {can('exit') && (
        <ReasonDialog
          trigger={<Button tone="danger-quiet">{t('exit')}</Button>}
          title={t('exitTitle')}
          description={t('exitText')}
          confirmLabel={t('exit')}
          tone="danger"
          reasonLabel={t('exitPlan')}
          maxLength={2000}
          action={(plan) => exitMarketAction({ marketId, plan }, seen)}
          onDone={done(t('exitDone'))}
        />
      )}
      {can('re-open') && (
        <ReasonDialog
          trigger={<Button>{t('reopen')}</Button>}
          title={t('reopenTitle')}
          description={acts.reopenFrom ? t('reopenFrom', { date: acts.reopenFrom }) : t('reopenText')}
          confirmLabel={t('reopen')}
          reason="none"
          action={() => reopenMarketAction({ marketId }, seen)}
          onDone={done(t('reopenDone'))}
        />
      )}
    </>
  )
}
