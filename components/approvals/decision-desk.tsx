'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { type LineWire, PlanLines } from '@/components/plans/plan-lines'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { useShortcuts } from '@/components/ui/shortcuts'
import { toast } from '@/components/ui/toast'
import { useAct } from '@/components/ui/use-act'
import { confirmConditionsAction, giveOpinionAction } from '@/lib/approvals/actions'
import { BulkVotes, type Vote, VoteCell } from './line-votes'
import { OpinionDialog, type SeatProof, type Verdict, type Written } from './opinion-dialog'

export type DeskSeat = { id: string; role: string; mayOpine: boolean; perLine: boolean; proof: SeatProof }

/** The one-screen decision: a word on every line, the opinion with its conditions, and the next case by itself. */
export function DecisionDesk({
  planId,
  seat,
  lines,
  nextId,
  chairMustConfirm,
}: {
  planId: string
  seat: DeskSeat | null
  lines: LineWire[]
  nextId: string | null
  chairMustConfirm: { proof: boolean } | null
}) {
  const t = useTranslations('approvals')
  const plans = useTranslations('plans')
  const router = useRouter()
  const act = useAct()
  const [votes, setVotes] = useState<Record<string, Vote>>({})
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  const agrees = verdict === 'AGREE' || verdict === 'AGREE_WITH_CONDITIONS'
  const votesLines = seat?.perLine === true && seat.mayOpine
  const differing = Object.entries(votes).filter(([, v]) => v.vote !== 'APPROVE')
  const rejected = differing.filter(([, v]) => v.vote === 'REJECT').length
  const keys = useMemo(
    () => [
      { keys: 'a', label: t('opinions.AGREE'), run: () => setVerdict('AGREE') },
      { keys: 'c', label: t('opinions.AGREE_WITH_CONDITIONS'), run: () => setVerdict('AGREE_WITH_CONDITIONS') },
      { keys: 'r', label: t('opinions.RETURN_FOR_SUPPLEMENT'), run: () => setVerdict('RETURN_FOR_SUPPLEMENT') },
      { keys: 'n', label: t('opinions.REJECT'), run: () => setVerdict('REJECT') },
      { keys: 'u', label: t('queue.list'), run: () => router.push('/queue') },
    ],
    [t, router],
  )
  useShortcuts(t('decide.title'), keys, seat?.mayOpine === true)
  const toggle = (ids: string[], on: boolean) =>
    setChosen((before) => {
      const next = new Set(before)
      for (const id of ids) on ? next.add(id) : next.delete(id)
      return next
    })
  const send = (w: Written) =>
    act.run(
      () =>
        giveOpinionAction({
          planId,
          seatId: seat!.id,
          opinion: verdict!,
          text: w.text,
          conditions: w.conditions,
          returnItems: w.returnItems,
          lines: votesLines && agrees ? Object.fromEntries(differing) : {},
          otherLines: votesLines && agrees && w.others ? 'APPROVE' : null,
          proof: w.proof,
        }),
      () => {
        toast.ok(t('decide.done'))
        setVerdict(null)
        router.push(nextId ? `/queue/${nextId}` : '/queue')
      },
    )
  return (
    <>
      <Card title={plans('page.lines')} flush>
        {votesLines && chosen.size > 0 && (
          <BulkVotes
            lines={lines.filter((l) => chosen.has(l.id))}
            apply={(more) => setVotes((v) => ({ ...v, ...more }))}
            clear={() => setChosen(new Set())}
          />
        )}
        <PlanLines
          planId={planId}
          lines={lines}
          selection={votesLines ? { chosen, toggle } : undefined}
          last={
            votesLines
              ? {
                  header: plans('col.vote'),
                  cell: (l) => (
                    <VoteCell line={l} vote={votes[l.id]} set={(v) => setVotes((x) => ({ ...x, [l.id]: v }))} />
                  ),
                }
              : undefined
          }
        />
      </Card>
      {chairMustConfirm && <ChairConfirm planId={planId} asks={chairMustConfirm.proof} />}
      <div className="no-print sticky bottom-0 z-10 -mx-3 mt-4 flex flex-wrap items-center gap-2 border-t border-line-2 bg-raised px-3 py-2.5 max-md:bottom-14">
        {seat?.mayOpine ? (
          <>
            <span className="mr-2 text-sm text-ink-2">
              {t(`seat.${seat.role}`)}
              {differing.length > 0 && ` · ${t('decide.changedLines', { count: differing.length })}`}
              {rejected * 10 > lines.length * 3 && (
                <strong className="ml-1 text-danger">{t('decide.tooManyRejected')}</strong>
              )}
            </span>
            <Button tone="primary" onClick={() => setVerdict('AGREE')}>
              {t('opinions.AGREE')}
            </Button>
            <Button onClick={() => setVerdict('AGREE_WITH_CONDITIONS')}>{t('opinions.AGREE_WITH_CONDITIONS')}</Button>
            <Button onClick={() => setVerdict('RETURN_FOR_SUPPLEMENT')}>{t('opinions.RETURN_FOR_SUPPLEMENT')}</Button>
            <Button tone="danger-quiet" onClick={() => setVerdict('REJECT')}>
              {t('opinions.REJECT')}
            </Button>
            <Button tone="quiet" onClick={() => setVerdict('ABSTAIN')}>
              {t('opinions.ABSTAIN')}
            </Button>
          </>
        ) : (
          <span className="text-sm text-ink-2">{t(seat ? 'decide.notYet' : 'decide.noSeat')}</span>
        )}
      </div>
      {seat && (
        <OpinionDialog
          verdict={verdict}
          close={() => setVerdict(null)}
          perLine={seat.perLine}
          proof={seat.proof}
          busy={act.busy}
          problem={act.problem}
          send={send}
        />
      )}
    </>
  )
}

/** Two seats set one figure differently: the chair confirms the stricter, and proves to be the chair. */
function ChairConfirm({ planId, asks }: { planId: string; asks: boolean }) {
  const t = useTranslations('approvals')
  const router = useRouter()
  const act = useAct()
  const [proof, setProof] = useState('')
  return (
    <Notice
      tone="warn"
      className="mt-3"
      title={t('decide.chair')}
      action={
        <span className="flex flex-wrap gap-2">
          {asks && (
            <Input
              aria-label={t('decide.proof')}
              placeholder={t('decide.proof')}
              type="password"
              className="w-44"
              value={proof}
              onChange={(e) => setProof(e.target.value)}
            />
          )}
          <Button
            busy={act.busy}
            onClick={() =>
              act.run(
                () => confirmConditionsAction({ planId, ...(asks ? { proof } : {}) }),
                () => router.refresh(),
              )
            }
          >
            {t('decide.chairConfirm')}
          </Button>
        </span>
      }
    >
      {act.problem}
    </Notice>
  )
}
