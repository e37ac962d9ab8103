'use client'
import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { cardToJson } from '@/lib/scoring/card-json'
import type { Card } from '@/lib/scoring/rules/card'

/** The card as a file that can be imported again. */
export function ExportCard({ card }: { card: Card }) {
  const t = useTranslations('scorecards')
  return (
    <Button
      onClick={() => {
        const url = URL.createObjectURL(
          new Blob([JSON.stringify(cardToJson(card), null, 2)], { type: 'application/json' }),
        )
        const link = document.createElement('a')
        link.href = url
        link.download = `${card.code}-v${card.version}.json`
        link.click()
        URL.revokeObjectURL(url)
      }}
    >
      <Download aria-hidden />
      {t('export')}
    </Button>
  )
}
