'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { type LineWire, PlanLines } from '@/components/plans/plan-lines'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Checkbox } from '@/components/ui/choice'
import { Dialog } from '@/components/ui/dialog'
import { Input, Textarea } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { useShortcuts } from '@/components/ui/shortcuts'
import { toast } from '@/components/ui/toast'
import { useAct } from '@/components/ui/use-act'
import { confirmConditionsAction, giveOpinionAction } from '@/lib/approvals/actions'
import { formatLabelled } from '@/lib/platform/i18n/format'

type Verdict = 'AGREE' | 'AGREE_WITH_CONDITIONS' | 'RETURN_FOR_SUPPLEMENT' | 'REJECT' | 'ABSTAIN'
type Vote = { vote: 'APPROVE' | 'REDUCE' | 'REJECT'; amount?: string; reason?: string }
type ConditionDraft = { key: number; text: string; type: 'CP' | 'COVENANT' | 'INFO'; ownerRole: string }
const OWNERS = ['RM', 'EVALUATOR', 'POST_MKT', 'DISB_REVIEWER', 'LEGAL', 'OPERATOR_ADMIN']

/** The one-screen decision: a word on every line, the opinion with its conditions, and the next case by itself. */
export function DecisionDesk({
  planId,
  seat,
  lines,
  nextId,
  chairMustConfirm,
}: {
  planId: string
  seat: { id: string; role: string; kind: string; mayOpine: boolean } | null
  lines: LineWire[]
  nextId: string | null
  chairMustConfirm: boolean
}) {
  const t = useTranslations('approvals')
  const locale = useLocale()
  const plans = useTranslations('plans')
  const roles = useTranslations()
  const router = useRouter()
  const act = useAct()
  const [votes, setVotes] = useState<Record<string, Vote>>({})
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  const [text, setText] = useState('')
  const [items, setItems] = useState('')
  const [others, setOthers] = useState(false)
  const [conditions, setConditions] = useState<ConditionDraft[]>([])
  const perLine = seat?.kind === 'COUNTERSIGN'
  const agrees = verdict === 'AGREE' || verdict === 'AGREE_WITH_CONDITIONS'
  const differing = Object.entries(votes).filter(([, v]) => v.vote !== 'APPROVE')
  const keys = useMemo(
    () => [
      { keys: 'a', label: t('opinions.AGREE'), run: () => setVerdict('AGREE') },
      { keys: 'c', label: t('opinions.AGREE_WITH_CONDITIONS'), run: () => setVerdict('AGREE_WITH_CONDITIONS') },
      { keys: 'r', label: t('opinions.RETURN_FOR_SUPPLEMENT'), run: () => setVerdict('RETURN_FOR_SUPPLEMENT') },
      { keys: 'u', label: t('queue.list'), run: () => router.push('/queue') },
    ],
    [t, router],
  )
  useShortcuts(t('decide.title'), keys, seat?.mayOpine === true)
  const roleName = (r: string) => (roles.has(`shell.roles.${r}`) ? roles(`shell.roles.${r}`) : r)
  const setVote = (id: string, vote: Vote) => setVotes((v) => ({ ...v, [id]: vote }))
  const send = () =>
    act.run(
      () =>
        giveOpinionAction({
          planId,
          seatId: seat!.id,
          opinion: verdict!,
          text,
          conditions:
            verdict === 'AGREE_WITH_CONDITIONS'
              ? conditions.map((c) => ({ text: c.text, type: c.type, ownerRole: c.ownerRole }))
              : [],
          returnItems:
            verdict === 'RETURN_FOR_SUPPLEMENT'
              ? items
                  .split('\n')
                  .map((x) => x.trim())
                  .filter(Boolean)
                  .map((x) => ({ text: x }))
              : [],
          lines: perLine && agrees ? Object.fromEntries(differing) : {},
          otherLines: perLine && agrees && others ? 'APPROVE' : null,
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
        <PlanLines
          lines={lines}
          last={
            perLine && seat?.mayOpine
              ? {
                  header: plans('col.vote'),
                  cell: (l) => {
                    const v = votes[l.id] ?? { vote: 'APPROVE' as const }
                    return (
                      <div className="grid min-w-32 gap-1">
                        <Select
                          aria-label={`${plans('col.vote')} ${l.name}`}
                          value={v.vote}
                          onChange={(x) => setVote(l.id, { ...v, vote: x as Vote['vote'] })}
                          options={(['APPROVE', 'REDUCE', 'REJECT'] as const).map((x) => ({
                            value: x,
                            label: t(`decide.vote.${x}`),
                          }))}
                        />
                        {v.vote === 'REDUCE' && (
                          <Input
                            aria-label={t('decide.amount')}
                            placeholder={t('decide.amount')}
                            inputMode="decimal"
                            value={v.amount ?? ''}
                            onChange={(e) => setVote(l.id, { ...v, amount: e.target.value })}
                          />
                        )}
                        {v.vote !== 'APPROVE' && (
                          <Input
                            aria-label={t('decide.reason')}
                            placeholder={t('decide.reason')}
                            value={v.reason ?? ''}
                            onChange={(e) => setVote(l.id, { ...v, reason: e.target.value })}
                          />
                        )}
                      </div>
                    )
                  },
                }
              : undefined
          }
        />
      </Card>
      {chairMustConfirm && (
        <Notice
          tone="warn"
          className="mt-3"
          title={t('decide.chair')}
          action={
            <Button
              busy={act.busy}
              onClick={() =>
                act.run(
                  () => confirmConditionsAction({ planId }),
                  () => router.refresh(),
                )
              }
            >
              {t('decide.chairConfirm')}
            </Button>
          }
        />
      )}
      <div className="no-print sticky bottom-0 z-10 -mx-3 mt-4 flex flex-wrap items-center gap-2 border-t border-line-2 bg-raised px-3 py-2.5 max-md:bottom-14">
        {seat?.mayOpine ? (
          <>
            <span className="mr-2 text-sm text-ink-2">
              {t(`seat.${seat.role}`)}
              {differing.length > 0 && ` · ${t('decide.changedLines', { count: differing.length })}`}
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
          <span className="text-sm text-ink-2">{t('decide.noSeat')}</span>
        )}
      </div>
      <Dialog
        open={verdict !== null}
        onOpenChange={(open) => !open && setVerdict(null)}
        title={verdict ? formatLabelled(locale, t('decide.title'), t(`opinions.${verdict}`)) : t('decide.title')}
        size="lg"
        footer={
          <Button tone={verdict === 'REJECT' ? 'danger' : 'primary'} busy={act.busy} onClick={send}>
            {t('decide.confirm')}
          </Button>
        }
      >
        <div className="grid gap-3">
          {act.problem}
          <fieldset className="flex flex-wrap gap-1.5" aria-label={t('decide.snippets')}>
            {(['snippet1', 'snippet2', 'snippet3'] as const).map((s) => (
              <Button key={s} size="sm" onClick={() => setText((x) => (x ? `${x}\n` : '') + t(`decide.${s}`))}>
                {t(`decide.${s}`).slice(0, 14)}…
              </Button>
            ))}
          </fieldset>
          <div className="grid gap-1 text-sm font-medium">
            <label htmlFor="opinion-text">{t('decide.text')}</label>
            <Textarea id="opinion-text" rows={3} value={text} onChange={(e) => setText(e.target.value)} />
          </div>
          {verdict === 'RETURN_FOR_SUPPLEMENT' && (
            <div className="grid gap-1 text-sm font-medium">
              <label htmlFor="opinion-items">{t('decide.returnItems')}</label>
              <Textarea id="opinion-items" rows={3} value={items} onChange={(e) => setItems(e.target.value)} />
            </div>
          )}
          {verdict === 'AGREE_WITH_CONDITIONS' && (
            <fieldset className="grid gap-2">
              <legend className="text-sm font-medium">{t('decide.conditions')}</legend>
              {conditions.map((c) => {
                const set = (more: Partial<ConditionDraft>) =>
                  setConditions((all) => all.map((x) => (x.key === c.key ? { ...x, ...more } : x)))
                return (
                  <div key={c.key} className="grid gap-2 sm:grid-cols-[1fr_8rem_9rem_auto]">
                    <Input
                      aria-label={t('decide.conditionText')}
                      value={c.text}
                      onChange={(e) => set({ text: e.target.value })}
                    />
                    <Select
                      aria-label={t('decide.type')}
                      value={c.type}
                      onChange={(x) => set({ type: x as 'CP' })}
                      options={(['CP', 'COVENANT', 'INFO'] as const).map((x) => ({
                        value: x,
                        label: t(`conditionType.${x}`),
                      }))}
                    />
                    <Select
                      aria-label={t('decide.owner')}
                      value={c.ownerRole}
                      onChange={(x) => set({ ownerRole: x })}
                      options={OWNERS.map((x) => ({ value: x, label: roleName(x) }))}
                    />
                    <Button tone="quiet" onClick={() => setConditions((all) => all.filter((x) => x.key !== c.key))}>
                      {t('decide.remove')}
                    </Button>
                  </div>
                )
              })}
              <Button
                size="sm"
                className="w-fit"
                onClick={() =>
                  setConditions((all) => [
                    ...all,
                    { key: (all.at(-1)?.key ?? 0) + 1, text: '', type: 'CP', ownerRole: 'RM' },
                  ])
                }
              >
                {t('decide.addCondition')}
              </Button>
            </fieldset>
          )}
          {perLine && agrees && <Checkbox checked={others} onChange={setOthers} label={t('decide.others')} />}
        </div>
      </Dialog>
    </>
  )
}
