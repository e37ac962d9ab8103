'use client'
import { useTranslations } from 'next-intl'
import { Button } from '../ui/button'
import { Popover } from '../ui/popover'
import { toast } from '../ui/toast'
import { chaseText } from './chase-text'
import type { DeskItem } from './desk-types'

/** What one merchant still has to bring, in words to copy into a message to it. */
export function ChaseMessage({ item }: { item: DeskItem }) {
  const t = useTranslations('intake')
  const text = chaseText(item, t)
  if (text === null) return null
  return (
    <Popover trigger={<Button>{t('desk.chase')}</Button>} title={t('desk.chase')}>
      <p className="max-w-96 whitespace-pre-wrap">{text}</p>
      <div className="mt-3 flex justify-end">
        <Button
          tone="primary"
          onClick={async () => {
            await navigator.clipboard.writeText(text)
            toast.ok(t('desk.copied'))
          }}
        >
          {t('desk.copy')}
        </Button>
      </div>
    </Popover>
  )
}
