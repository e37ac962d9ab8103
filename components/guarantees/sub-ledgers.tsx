'use client'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button, TextLink } from '@/components/ui/button'
import { DataTable } from '@/components/ui/data-table/data-table'
import type { ListTools } from '@/components/ui/data-table/types'
import { DateField } from '@/components/ui/date-field'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { useAct } from '@/components/ui/use-act'
import { requestMovementsAction } from '@/lib/guarantees/actions'
import type { subLedgers } from '@/lib/guarantees/queries'
import { errorText } from '@/lib/platform/i18n/error-text'
import { formatMoney } from '@/lib/platform/i18n/format'
import type { Translate } from '@/lib/platform/i18n/translator'
import type { Wire } from '@/lib/platform/wire'
import { SubLedgerBadge } from './badges'

export type SubLedgersView = Wire<Awaited<ReturnType<typeof subLedgers>>>
type Row = SubLedgersView['items'][number]

/** The sub-ledgers with what each still needs; a maker enters the deposits of all chosen ones in one act. */
export function SubLedgers({ view, tools, mayEnter }: { view: SubLedgersView; tools: ListTools; mayEnter: boolean }) {
  const t = useTranslations('guarantees.screen')
  const [chosen, setChosen] = useState<string[]>([])
  const rows = view.items.filter((i) => chosen.includes(i.id))
  return (
    <div>
      {mayEnter && (
        <div className="flex flex-wrap items-center gap-2 border-b border-line bg-sunken/60 px-4 py-2">
          <span className="text-sm text-ink-2" aria-live="polite">
            {t('chosen', { count: rows.length })}
          </span>
          <DepositDialog key={chosen.join()} rows={rows} today={view.today} />
        </div>
      )}
      <DataTable
        {...tools}
        label={t('subLedgers')}
        rowHref="/margin/{id}"
        search={false}
        onSelectionChange={setChosen}
        {...(mayEnter
          ? {
              bulk: [
                {
                  key: 'required',
                  label: t('depositRequired'),
                  reason: 'required' as const,
                  confirm: t('depositRequiredHint'),
                  action: async (ids: string[], source = '') =>
                    requestMovementsAction({
                      deposits: view.items
                        .filter((i) => ids.includes(i.id) && Number(i.toEnter) > 0)
                        .map((i) => deposit(i, 'MARGIN_IN', view.today, source.trim())),
                    }),
                },
              ],
            }
          : {})}
        filters={[{ key: 'short', label: t('onlyShort'), type: 'flag' }]}
        page={{ after: view.nextCursor, before: null }}
        rows={view.items}
        columns={[
          {
            key: 'subNo',
            header: t('subNo'),
            fixed: true,
            cell: (r) => <TextLink href={`/margin/${r.id}`}>{r.subNo}</TextLink>,
          },
          {
            key: 'application',
            header: t('merchant'),
            cell: (r) =>
              r.application ? `${r.application.name ?? ''} ${r.application.stallNo ?? ''}` : t('poolLedger'),
          },
          { key: 'group', header: t('group'), cell: (r) => r.group?.code ?? '—' },
          { key: 'required', header: t('required'), type: 'money' },
          { key: 'ledger', header: t('balance'), type: 'money' },
          { key: 'short', header: t('short'), type: 'money' },
          {
            key: 'pending',
            header: t('pending'),
            align: 'end',
            cell: (r) => (Number(r.pending) > 0 ? <Money value={r.pending} suffix={false} /> : '—'),
          },
          {
            key: 'replenishDue',
            header: t('replenish'),
            cell: (r) =>
              Number(r.replenishDue) > 0 ? (
                <Badge tone="warn">{`${formatMoney(r.replenishDue)} · ${r.replenishDueOn ?? ''}`}</Badge>
              ) : (
                '—'
              ),
          },
          { key: 'state', header: t('state'), cell: (r) => <SubLedgerBadge state={r.state} /> },
        ]}
        empty={{ title: t('noSubLedgers'), detail: t('noSubLedgersHint') }}
      />
    </div>
  )
}

type Kind = 'MARGIN_IN' | 'REPLENISH_IN' | 'DEPOSIT_INTEREST' | 'SEED_IN' | 'TOPUP_IN'
const KINDS: Kind[] = ['MARGIN_IN', 'REPLENISH_IN', 'DEPOSIT_INTEREST', 'SEED_IN', 'TOPUP_IN']

/** What a sub-ledger lacks for this kind of deposit. */
const wanted = (r: Row, kind: Kind): string =>
  kind === 'REPLENISH_IN' ? r.replenishDue : kind === 'MARGIN_IN' ? r.toEnter : ''
const deposit = (r: Row, kind: Kind, valueDate: string, sourceAccount: string) => ({
  subLedgerId: r.id,
  kind,
  amount: wanted(r, kind),
  valueDate,
  sourceAccount,
})

function DepositDialog({ rows, today }: { rows: Row[]; today: string }) {
  const t = useTranslations('guarantees.screen')
  const all = useTranslations() as unknown as Translate
  const id = useId()
  const [open, setOpen] = useState(false)
  const first: Kind = rows.some((r) => Number(r.replenishDue) > 0) ? 'REPLENISH_IN' : 'MARGIN_IN'
  const [kind, setKind] = useState<Kind>(first)
  const amounts = (k: Kind) => Object.fromEntries(rows.map((r) => [r.id, { amount: wanted(r, k), source: '' }]))
  const [entries, setEntries] = useState(amounts(first))
  const [valueDate, setValueDate] = useState(today)
  const [refused, setRefused] = useState<
    { id: string; code: string; params: Record<string, string | number | boolean | string[]> }[]
  >([])
  const act = useAct()
  const set = (rowId: string, part: Partial<{ amount: string; source: string }>) =>
    setEntries({ ...entries, [rowId]: { ...(entries[rowId] ?? { amount: '', source: '' }), ...part } })
  const needsSource = kind === 'MARGIN_IN' || kind === 'REPLENISH_IN'
  const filled = rows.filter(
    (r) => Number(entries[r.id]?.amount) > 0 && (!needsSource || (entries[r.id]?.source ?? '').length >= 4),
  )
  const send = () =>
    act.run(
      () =>
        requestMovementsAction(
          {
            deposits: filled.map((r) => ({
              subLedgerId: r.id,
              kind,
              amount: entries[r.id]?.amount ?? '',
              valueDate,
              ...(entries[r.id]?.source ? { sourceAccount: entries[r.id]?.source ?? '' } : {}),
            })),
          },
          { idempotencyKey: crypto.randomUUID() },
        ),
      (v) => {
        setRefused(v.refused)
        toast.ok(t('entered', { count: v.done }))
        if (v.refused.length === 0) setOpen(false)
      },
    )
  return (
    <Dialog
      size="lg"
      open={open}
      onOpenChange={setOpen}
      title={t('enter')}
      description={t('enterHint')}
      trigger={
        <Button size="sm" disabled={rows.length === 0}>
          {t('enter')}
        </Button>
      }
      footer={
        <>
          <DialogClose>{t('cancel')}</DialogClose>
          <Button tone="primary" busy={act.busy} disabled={filled.length === 0} onClick={send}>
            {t('enterCount', { count: filled.length })}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {act.problem}
        <div className="grid gap-4 sm:grid-cols-2">
          <FieldFrame id={`${id}k`} label={t('kind')} required>
            <Select
              id={`${id}k`}
              value={kind}
              options={KINDS.map((k) => ({ value: k, label: t(`kinds.${k}`) }))}
              onChange={(k) => {
                setKind(k as Kind)
                setEntries(amounts(k as Kind))
              }}
            />
          </FieldFrame>
          <FieldFrame id={`${id}d`} label={t('valueDate')} required>
            <DateField id={`${id}d`} value={valueDate} max={today} onChange={setValueDate} />
          </FieldFrame>
        </div>
        <ul className="divide-y divide-line">
          {rows.map((r) => {
            const no = refused.find((x) => x.id === r.id)
            const why = no && errorText(all, no)
            return (
              <li key={r.id} className="space-y-1 py-2">
                <p className="font-medium">{`${r.subNo} ${r.application?.name ?? t('poolLedger')}`}</p>
                <div className="grid gap-3 sm:grid-cols-2">
                  <FieldFrame id={`${r.id}a`} label={t('amountYuan')} required>
                    <Input
                      id={`${r.id}a`}
                      inputMode="decimal"
                      className="text-end"
                      value={entries[r.id]?.amount ?? ''}
                      onChange={(e) => set(r.id, { amount: e.currentTarget.value.replaceAll(',', '').trim() })}
                    />
                  </FieldFrame>
                  {needsSource && (
                    <FieldFrame id={`${r.id}s`} label={t('source')} required>
                      <Input
                        id={`${r.id}s`}
                        inputMode="numeric"
                        value={entries[r.id]?.source ?? ''}
                        onChange={(e) => set(r.id, { source: e.currentTarget.value.trim() })}
                      />
                    </FieldFrame>
                  )}
                </div>
                {why && (
                  <Notice tone="danger" title={why.title} live>
                    {why.detail}
                  </Notice>
                )}
              </li>
            )
          })}
        </ul>
      </div>
    </Dialog>
  )
}
