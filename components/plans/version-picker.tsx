'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Select } from '@/components/ui/select'

/** Which two versions are compared; the choice stands in the address. */
export function VersionPicker({
  planId,
  from,
  to,
  options,
}: {
  planId: string
  from: string
  to: string
  options: { value: string; label: string }[]
}) {
  const t = useTranslations('plans')
  const router = useRouter()
  const go = (f: string, s: string) => router.push(`/plans/${planId}/compare?from=${f}&to=${s}`)
  return (
    <div className="mb-4 flex flex-wrap items-center gap-2 text-sm">
      <Select aria-label={t('page.from')} value={from} onChange={(v) => go(v, to)} options={options} />
      <span aria-hidden>→</span>
      <Select aria-label={t('page.to')} value={to} onChange={(v) => go(from, v)} options={options} />
    </div>
  )
}
