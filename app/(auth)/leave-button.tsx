'use client'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'

/** Back to sign-in as somebody else. */
export function LeaveButton({ action }: { action: () => Promise<void> }) {
  const t = useTranslations('auth')
  return (
    <form action={action} className="mt-4 border-t border-line pt-3">
      <Button type="submit" tone="link">
        {t('leave')}
      </Button>
    </form>
  )
}
