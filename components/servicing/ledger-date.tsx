'use client'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { DateField } from '@/components/ui/date-field'
import { FieldFrame } from '@/components/ui/field'
import { Select } from '@/components/ui/select'

/** The day whose balances are shown, and the account where one is looked at by market and batch; both stand in the address. */
export function LedgerDate({
  date,
  label,
  account,
  accounts,
}: {
  date: string
  /** what the day is for, where it is not the one of balances */
  label?: string
  account?: string
  accounts?: { value: string; label: string }[]
}) {
  const t = useTranslations('servicing.ledger')
  const router = useRouter()
  const path = usePathname()
  const query = useSearchParams()
  const id = useId()
  const go = (key: string, value: string) => {
    const next = new URLSearchParams(query)
    next.set(key, value)
    router.push(`${path}?${next}`, { scroll: false })
  }
  return (
    <div className="flex flex-wrap gap-3">
      <FieldFrame id={id} label={label ?? t('balancesAt')} className="w-56">
        <DateField
          id={id}
          value={date}
          onChange={(next: string) => {
            if (/^\d{4}-\d{2}-\d{2}$/.test(next) && next !== date) go('date', next)
          }}
        />
      </FieldFrame>
      {accounts && (
        <FieldFrame id={`${id}-account`} label={t('account')} className="w-72 max-w-full">
          <Select
            id={`${id}-account`}
            options={accounts}
            value={account ?? ''}
            onChange={(next) => go('account', next)}
          />
        </FieldFrame>
      )}
    </div>
  )
}
