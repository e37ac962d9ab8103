'use client'
import { usePathname, useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { DateField } from '@/components/ui/date-field'
import { FieldFrame } from '@/components/ui/field'

/** The day whose balances are shown; it stands in the address. */
export function LedgerDate({ date }: { date: string }) {
  const t = useTranslations('servicing.ledger')
  const router = useRouter()
  const path = usePathname()
  const id = useId()
  return (
    <FieldFrame id={id} label={t('date')} className="w-56">
      <DateField
        id={id}
        value={date}
        onChange={(next: string) => {
          if (/^\d{4}-\d{2}-\d{2}$/.test(next) && next !== date) router.push(`${path}?date=${next}`)
        }}
      />
    </FieldFrame>
  )
}
