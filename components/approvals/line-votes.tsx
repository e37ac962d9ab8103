'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { LineWire } from '@/components/plans/plan-lines'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { formatYuan, parseYuan, toYuan } from '@/lib/platform/money'

export type Vote = { vote: 'APPROVE' | 'REDUCE' | 'REJECT'; amount?: string; reason?: string }
const VOTES = ['APPROVE', 'REDUCE', 'REJECT'] as const

/** One merchant's vote: agreed unless it says otherwise. */
export function VoteCell({ line, vote, set }: { line: LineWire; vote: Vote | undefined; set: (v: Vote) => void }) {
  const t = useTranslations('approvals')
  const plans = useTranslations('plans')
  const v = vote ?? { vote: 'APPROVE' as const }
  return (
    <div className="grid min-w-32 gap-1">
      <Select
        aria-label={`${plans('col.vote')} ${line.name}`}
        value={v.vote}
        onChange={(x) => set({ ...v, vote: x as Vote['vote'] })}
        options={VOTES.map((x) => ({ value: x, label: t(`decide.vote.${x}`) }))}
      />
      {v.vote === 'REDUCE' && (
        <Input
          aria-label={`${t('decide.amount')} ${line.name}`}
          placeholder={t('decide.amount')}
          inputMode="decimal"
          value={v.amount ?? ''}
          onChange={(e) => set({ ...v, amount: e.target.value })}
        />
      )}
      {v.vote !== 'APPROVE' && (
        <Input
          aria-label={`${t('decide.reason')} ${line.name}`}
          placeholder={t('decide.reason')}
          value={v.reason ?? ''}
          onChange={(e) => set({ ...v, reason: e.target.value })}
        />
      )}
    </div>
  )
}

/** Amounts in whole ten thousands, as limits are: never above the share, never below one step. */
const STEP = 1_000_000n
function shareOf(limit: string, percent: number): string {
  const fen = ((parseYuan(limit) ?? 0n) * BigInt(percent)) / 100n
  const floored = (fen / STEP) * STEP
  return toYuan(floored > 0n ? floored : fen)
}

/** One vote for every chosen merchant: agreed again, reduced to a share of each limit, or rejected with one reason. */
export function BulkVotes({
  lines,
  apply,
  clear,
}: {
  /** the chosen ones */
  lines: LineWire[]
  apply: (votes: Record<string, Vote>) => void
  clear: () => void
}) {
  const t = useTranslations('approvals')
  const [reason, setReason] = useState('')
  const [percent, setPercent] = useState('80')
  const share = Number(percent)
  const total = lines.reduce((sum, l) => sum + (parseYuan(l.limit) ?? 0n), 0n)
  const all = (vote: (l: LineWire) => Vote) => {
    apply(Object.fromEntries(lines.map((l) => [l.id, vote(l)])))
    clear()
  }
  return (
    <fieldset className="flex flex-wrap items-center gap-2 border-b border-line bg-accent-soft px-3 py-2 text-sm">
      <legend className="sr-only">{t('bulk.title')}</legend>
      <span className="font-medium">{t('bulk.chosen', { count: lines.length, total: formatYuan(total) })}</span>
      <Input
        aria-label={t('decide.reason')}
        placeholder={t('decide.reason')}
        className="w-44"
        value={reason}
        onChange={(e) => setReason(e.target.value)}
      />
      <Button size="sm" onClick={() => all(() => ({ vote: 'APPROVE' }))}>
        {t('decide.vote.APPROVE')}
      </Button>
      <Input
        aria-label={t('bulk.percent')}
        inputMode="numeric"
        className="w-16"
        after="%"
        value={percent}
        onChange={(e) => setPercent(e.target.value)}
      />
      <Button
        size="sm"
        disabled={!(Number.isInteger(share) && share > 0 && share < 100)}
        onClick={() => all((l) => ({ vote: 'REDUCE', amount: shareOf(l.limit, share), reason }))}
      >
        {t('bulk.reduce')}
      </Button>
      <Button
        size="sm"
        tone="danger-quiet"
        disabled={reason.trim() === ''}
        onClick={() => all(() => ({ vote: 'REJECT', reason }))}
      >
        {t('decide.vote.REJECT')}
      </Button>
      <Button size="sm" tone="quiet" onClick={clear}>
        {t('bulk.clear')}
      </Button>
    </fieldset>
  )
}
