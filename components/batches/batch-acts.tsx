'use client'
import { MoreHorizontal, OctagonPause, Pause, Play, Split, Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import {
  pauseBatchClockAction,
  resumeBatchAction,
  resumeBatchClockAction,
  returnBatchAction,
  suspendBatchAction,
  withdrawBatchAction,
} from '@/lib/batches/actions'
import type { ActKey, ClockAct, NextAct, PlaceKey } from '@/lib/batches/next-acts'
import { openContractingAction } from '@/lib/contracts/actions'
import { Button, ButtonLink } from '../ui/button'
import { Dialog, DialogClose } from '../ui/dialog'
import { Menu, type MenuItem } from '../ui/menu'
import { ReasonDialog } from '../ui/reason-dialog'
import { toast } from '../ui/toast'
import { AcceptDialog, type Investigators, ScoringDialog } from './act-dialogs'
import { MissingList, type OpenMerchant } from './missing-list'

export type BatchActsProps = {
  batchId: string
  version: number
  acts: NextAct[]
  /** where each place is */
  hrefs: Partial<Record<PlaceKey, string>>
  counts: Readonly<Record<string, number>>
  /** merchants that stand in the way, each with the place where it is mended */
  open: OpenMerchant[]
  pauses: number
  days: { NORMAL: number; GREEN: number }
  profile: 'NORMAL' | 'GREEN'
  people: Investigators | null
  rmId: string | null
  evaluatorId: string | null
}

type Key = ActKey | ClockAct
const LABEL = {
  submit: 'submit',
  accept: 'accept',
  return: 'return',
  'start-scoring': 'startScoring',
  'open-contracting': 'open-contracting',
  'pause-clock': 'pause-clock',
  'resume-clock': 'resume-clock',
  split: 'splitHint',
  withdraw: 'withdraw',
  suspend: 'suspend',
  resume: 'resume',
} as const satisfies Record<Key, string>
/** Not in the first row: what is seldom done, or ends something. */
const MORE: readonly Key[] = ['split', 'pause-clock', 'resume-clock', 'withdraw', 'suspend']

/** What this person can do with the batch now. Nothing else is offered; what is not yet possible says what is missing. */
export function BatchActs(props: BatchActsProps) {
  const t = useTranslations('batches')
  const [asked, setAsked] = useState<Key | null>(null)
  const { batchId, version, acts, hrefs } = props
  const seen = { ifMatch: version }
  const close = (open: boolean) => !open && setAsked(null)
  // the page comes afresh with the act's own answer
  const done = (key: keyof typeof DONE) => () => {
    toast.ok(t(`done.${DONE[key]}`))
  }
  const shown = (key: Key) => ({ open: asked === key, onOpenChange: close })
  const missing = acts.find((a) => a.key === asked)?.missing ?? null
  const first = acts.filter((a) => !MORE.includes(a.key as Key))
  const more = acts.filter((a) => MORE.includes(a.key as Key))
  const items: MenuItem[] = more.flatMap((a): MenuItem[] => {
    const key = a.key as Key
    const item = { key, label: t(`acts.${LABEL[key]}`), onSelect: () => setAsked(key) }
    if (key === 'split')
      return [{ kind: 'link', key, label: item.label, icon: Split, href: `/batches/${batchId}?tab=merchants` }]
    if (key === 'withdraw') return [{ ...item, icon: Undo2, tone: 'danger' }]
    if (key === 'suspend') return [{ ...item, icon: OctagonPause, tone: 'danger' }]
    return [{ ...item, icon: key === 'pause-clock' ? Pause : Play }]
  })
  return (
    <>
      {first.map((a) => {
        const tone = a.main ? 'primary' : 'default'
        if (a.kind === 'place')
          return (
            <ButtonLink key={a.key} tone={tone} href={hrefs[a.key] ?? '#'}>
              {t(`go.${a.key}`)}
            </ButtonLink>
          )
        // the packet desk submits: the list's date and what is not ready stand there
        if (a.key === 'submit' && !a.missing)
          return (
            <ButtonLink key={a.key} tone={tone} href={`/batches/${batchId}/desk`}>
              {t(`acts.${LABEL[a.key]}`)}
            </ButtonLink>
          )
        return (
          <Button key={a.key} tone={tone} onClick={() => setAsked(a.key)}>
            {t(`acts.${LABEL[a.key]}`)}
          </Button>
        )
      })}
      {items.length > 0 && (
        <Menu
          align="end"
          items={items}
          trigger={
            <Button icon aria-label={t('acts.more')} title={t('acts.more')}>
              <MoreHorizontal aria-hidden />
            </Button>
          }
        />
      )}
      {missing && asked ? (
        <Blocked title={t('ask.cannot', { act: t(`acts.${LABEL[asked]}`) })} onOpenChange={close}>
          <MissingList missing={missing} open={props.open} />
        </Blocked>
      ) : (
        <>
          <ReasonDialog
            {...shown('return')}
            title={t('ask.returnTitle')}
            description={t('ask.returnText', { count: props.counts.RETURNED ?? 0 })}
            confirmLabel={t('acts.return')}
            reasonLabel={t('ask.returnReason')}
            action={(reason) => returnBatchAction({ batchId, reason }, seen)}
            onDone={done('return')}
          />
          <AcceptDialog
            {...shown('accept')}
            batchId={batchId}
            version={version}
            count={props.counts.PACKET_OK ?? 0}
            days={props.days}
            profile={props.profile}
            onDone={done('accept')}
          />
          {props.people && (
            <ScoringDialog
              key={asked}
              {...shown('start-scoring')}
              batchId={batchId}
              version={version}
              people={props.people}
              rmId={props.rmId}
              evaluatorId={props.evaluatorId}
              onDone={done('start-scoring')}
            />
          )}
          <ReasonDialog
            {...shown('open-contracting')}
            title={t('ask.contractingTitle')}
            description={t('ask.contractingText')}
            confirmLabel={t('acts.open-contracting')}
            reason="none"
            action={() => openContractingAction({ batchId }, seen)}
            onDone={done('open-contracting')}
          />
          <ReasonDialog
            {...shown('withdraw')}
            title={t('ask.withdrawTitle')}
            description={t('ask.withdrawText')}
            confirmLabel={t('acts.withdraw')}
            reasonLabel={t('ask.withdrawReason')}
            tone="danger"
            action={(reason) => withdrawBatchAction({ batchId, reason }, seen)}
            onDone={done('withdraw')}
          />
          <ReasonDialog
            {...shown('suspend')}
            title={t('ask.suspendTitle')}
            description={t('ask.suspendText')}
            confirmLabel={t('acts.suspend')}
            tone="danger"
            action={(reason) => suspendBatchAction({ batchId, reason }, seen)}
            onDone={done('suspend')}
          />
          <ReasonDialog
            {...shown('resume')}
            title={t('ask.liftTitle')}
            description={t('ask.liftText')}
            confirmLabel={t('acts.resume')}
            action={(reason) => resumeBatchAction({ batchId, reason }, seen)}
            onDone={done('resume')}
          />
          <ReasonDialog
            {...shown('pause-clock')}
            title={t('ask.pauseTitle')}
            description={t('ask.pauseText', { count: props.pauses })}
            confirmLabel={t('acts.pause-clock')}
            reasonLabel={t('ask.pauseReason')}
            maxLength={300}
            action={(reason) => pauseBatchClockAction({ batchId, reason })}
            onDone={done('pause-clock')}
          />
          <ReasonDialog
            {...shown('resume-clock')}
            title={t('ask.resumeTitle')}
            description={t('ask.resumeText')}
            confirmLabel={t('acts.resume-clock')}
            reason="none"
            action={() => resumeBatchClockAction({ batchId })}
            onDone={done('resume-clock')}
          />
        </>
      )}
    </>
  )
}

const DONE = {
  return: 'return',
  accept: 'accept',
  'start-scoring': 'start-scoring',
  'open-contracting': 'open-contracting',
  withdraw: 'withdraw',
  'pause-clock': 'pause-clock',
  'resume-clock': 'resume-clock',
  suspend: 'suspend',
  resume: 'resume',
} as const

function Blocked({
  title,
  onOpenChange,
  children,
}: {
  title: string
  onOpenChange: (open: boolean) => void
  children: ReactNode
}) {
  const t = useTranslations('ui')
  return (
    <Dialog open onOpenChange={onOpenChange} title={title} footer={<DialogClose>{t('close')}</DialogClose>}>
      {children}
    </Dialog>
  )
}
