'use client'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Card } from '@/components/ui/card'
import { Explain } from '@/components/ui/explain'
import { readInputs, readTerms, type storeInputs, type storeTerms } from '@/lib/desk/pay/inputs-json'
import { performancePay } from '@/lib/desk/rules/pay'
import { formatCount, formatMoney } from '@/lib/platform/i18n/format'

const WAN_FEN = 1_000_000n

/** This month's pay under other figures: more business, more clients, a better or worse book; nothing is stored. */
export function WhatIf({
  inputs: stored,
  terms: storedTerms,
}: {
  inputs: ReturnType<typeof storeInputs>
  terms: ReturnType<typeof storeTerms>
}) {
  const t = useTranslations('manager.pay')
  const id = useId()
  const [base, terms] = [readInputs(stored), readTerms(storedTerms)]
  const [more, setMore] = useState({ volume: 0, clients: 0, overdue: 0, lost: 0 })
  const inputs = {
    ...base,
    volumes: base.volumes.map((v, i) =>
      i === 0 ? { ...v, volumeFen: v.volumeFen + BigInt(more.volume) * WAN_FEN } : v,
    ),
    newClients: base.newClients + more.clients,
    bookFen: base.bookFen + BigInt(more.volume) * WAN_FEN,
    overdueFen: base.overdueFen + BigInt(more.overdue) * WAN_FEN,
    lostClients: base.lostClients + more.lost,
  }
  const pay = performancePay(inputs, terms)
  const slider = (key: keyof typeof more, max: number, shown: string) => (
    <div key={key}>
      <label htmlFor={`${id}-${key}`} className="flex justify-between gap-2 text-sm">
        <span>{t(`more.${key}`)}</span>
        <span className="tabular-nums">{shown}</span>
      </label>
      <input
        id={`${id}-${key}`}
        type="range"
        min={0}
        max={max}
        value={more[key]}
        className="h-8 w-full accent-(--color-accent)"
        onChange={(e) => setMore({ ...more, [key]: Number(e.currentTarget.value) })}
      />
    </div>
  )
  const wan = (n: number) => formatMoney(BigInt(n) * WAN_FEN)
  return (
    <Card title={t('whatIf')} description={t('whatIfHint')}>
      <div className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
        {slider('volume', 1000, wan(more.volume))}
        {slider('clients', 50, formatCount(more.clients))}
        {slider('overdue', 200, wan(more.overdue))}
        {slider('lost', 20, formatCount(more.lost))}
      </div>
      <p aria-live="polite" className="mt-3 text-2xl font-semibold">
        <Explain trace={pay.trace} />
      </p>
    </Card>
  )
}
