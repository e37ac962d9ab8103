'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import type { KeptRequest } from '@/components/field/kept-request'
import { useOutbox } from '@/components/field/use-outbox'
import { Waiting } from '@/components/field/waiting'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Money, Percent } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { Progress } from '@/components/ui/progress'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { toast } from '@/components/ui/toast'
import { useAct } from '@/components/ui/use-act'
import { completeContractsAction, reissueContractsAction } from '@/lib/contracts/actions'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { ContractStateBadge } from './badges'
import { withKept } from './kept-signing'
import { SigningPerson } from './signing-person'
import type { TableView } from './table-view'

/**
 * The table in the market office, on a tablet or a phone: who is next at the left, that person's papers at the right. What
 * is done without a line is kept on the phone and shown as done, so that the signing goes on.
 */
export function SigningTable({ view: told, login }: { view: TableView; login: string }) {
  const t = useTranslations('contracts')
  const router = useRouter()
  // what has arrived and is not yet in what the bank told: shown as done until it tells again
  const [arrived, setArrived] = useState<{ since: TableView; requests: KeptRequest[] }>({ since: told, requests: [] })
  const kept = useOutbox(login, `signing:${told.id}`, (request) => {
    setArrived((a) => ({ since: told, requests: a.since === told ? [...a.requests, request] : [request] }))
    router.refresh()
  })
  const view = withKept(told, kept.waiting, arrived.since === told ? arrived.requests : [])
  const first = view.persons.find((p) => p.signed < p.documents.length) ?? view.persons[0]
  const [key, setKey] = useState(first?.key)
  const person = view.persons.find((p) => p.key === key) ?? first
  const total = view.contracts.reduce((n, c) => n + c.signatures, 0)
  const done = view.contracts.reduce((n, c) => n + c.signaturesDone, 0)
  return (
    <div className="space-y-4">
      <Waiting waiting={kept.waiting} onAgain={(r) => void kept.again(r)} onDiscard={(id) => void kept.discard(id)} />
      <Progress
        label={t('screen.progress')}
        done={done}
        total={Math.max(1, total)}
        state={done === total ? 'done' : 'running'}
      />
      <div className="grid gap-4 lg:grid-cols-[18rem_minmax(0,1fr)]">
        <nav aria-label={t('screen.persons')} className="min-w-0">
          <ul className="flex gap-2 overflow-x-auto pb-1 lg:flex-col lg:overflow-visible">
            {view.persons.map((p) => (
              <li key={p.key} className="shrink-0">
                <button
                  type="button"
                  aria-current={p.key === person?.key ? 'true' : undefined}
                  onClick={() => setKey(p.key)}
                  className={cn(
                    'w-full min-w-40 rounded-md border px-3 py-2 text-start',
                    p.key === person?.key ? 'border-accent bg-accent-soft' : 'border-line bg-surface hover:bg-hover',
                  )}
                >
                  <span className="block font-semibold">
                    {p.signed === p.documents.length ? '✓ ' : ''}
                    {p.name}
                  </span>
                  <span className="block truncate text-xs text-ink-2">
                    {p.role === 'OPERATOR' || p.role === 'PARTNER'
                      ? t(`role.${p.role}`)
                      : (p.merchant ?? t(`role.${p.role as 'BORROWER'}`))}
                  </span>
                  <span className="block text-xs text-ink-2">
                    {p.signed === p.documents.length
                      ? t('screen.allSigned')
                      : t('screen.personLeft', { clauses: p.clausesOpen, papers: p.documents.length - p.signed })}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </nav>
        <div className="min-w-0">
          {person && <SigningPerson key={person.key} person={person} view={view} submit={kept.submit} />}
        </div>
      </div>
      <Completion view={view} />
    </div>
  )
}

type Refused = {
  id: string
  number: string
  code: string
  params: Record<string, string | number | boolean | string[]>
}

/** The second bank person closes the signing with the recording's number; what cannot be closed says why, contract by contract. */
function Completion({ view }: { view: TableView }) {
  const t = useTranslations('contracts')
  const all = useTranslations() as unknown as Translate
  const id = useId()
  const [recording, setRecording] = useState(view.recordingRef ?? '')
  const [refused, setRefused] = useState<Refused[]>([])
  const act = useAct()
  const open = view.contracts.filter((c) => c.state === 'ISSUED')
  return (
    <Card title={t('screen.contracts')} description={`${view.rm} / ${view.contractOfficer}`}>
      <ul className="divide-y divide-line">
        {view.contracts.map((c) => {
          const no = refused.find((r) => r.id === c.id)
          const why = no && errorText(all, no)
          return (
            <li key={c.id} className="py-2">
              <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
                <span className="min-w-0">
                  {t(`kinds.${c.kind as 'LOAN_CONTRACT'}`)}{' '}
                  <span className="text-sm text-ink-2">{`${c.number} ${c.merchant ?? ''}`}</span>
                </span>
                <span className="flex items-center gap-3 text-sm">
                  {c.amount && (
                    <span>
                      <Money value={c.amount} /> · <Percent value={c.rate} />
                    </span>
                  )}
                  <span className="figure text-ink-2">{`${c.signaturesDone} / ${c.signatures}`}</span>
                  <ContractStateBadge state={c.state} />
                  {view.iAmRm && c.state === 'ISSUED' && <ReissueButton contractId={c.id} />}
                </span>
              </div>
              {why && (
                <p role="alert" className="mt-1 text-sm text-danger">
                  {why.title} {why.detail}
                </p>
              )}
            </li>
          )
        })}
      </ul>
      {view.iAmOfficer && open.length > 0 && (
        <div className="mt-3 space-y-3 border-t border-line pt-3">
          <FieldFrame id={`${id}r`} label={t('screen.recording')} hint={t('screen.recordingHint')} required>
            <Input
              id={`${id}r`}
              value={recording}
              maxLength={200}
              onChange={(e) => setRecording(e.currentTarget.value)}
            />
          </FieldFrame>
          {act.problem}
          <Button
            tone="primary"
            size="lg"
            className="w-full sm:w-auto"
            busy={act.busy}
            onClick={() =>
              act.run(
                () =>
                  completeContractsAction({
                    contractIds: open.map((c) => c.id),
                    ...(recording.trim() ? { recordingRef: recording } : {}),
                  }),
                (v) => setRefused(v.refused as Refused[]),
              )
            }
          >
            {t('screen.complete', { count: open.length })}
          </Button>
        </div>
      )}
      {open.length === 0 && view.contracts.length > 0 && (
        <Notice tone="ok" className="mt-3">
          {t('screen.completed', { reference: view.recordingRef ?? '—' })}
        </Notice>
      )}
    </Card>
  )
}

/** A changed text: the old one is void with its signatures, another is merged and signed again. */
function ReissueButton({ contractId }: { contractId: string }) {
  const t = useTranslations('contracts.papers')
  return (
    <ReasonDialog
      trigger={<Button size="sm">{t('reissue')}</Button>}
      title={t('reissue')}
      description={t('reissueHint')}
      confirmLabel={t('reissue')}
      tone="danger"
      action={(reason) => reissueContractsAction({ contractId, reason })}
      onDone={(v) => toast.ok(t('reissued', { count: v.voided }))}
    />
  )
}
