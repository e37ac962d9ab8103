'use client'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { toast } from '@/components/ui/toast'

/** A secret that exists nowhere else: shown once, to be copied. */
export function SecretOnce({ label, login, secret, onClose }: Props) {
  const t = useTranslations('admin')
  const copy = async () => {
    await navigator.clipboard.writeText(secret)
    toast.ok(t('common.copied'))
  }
  return (
    <div role="status" className="space-y-2 rounded-md border border-warn/45 bg-warn-soft px-4 py-3">
      <p className="font-semibold">{t('secret.title')}</p>
      {login && <p className="text-sm">{login}</p>}
      <p className="text-sm">
        {label} <code className="ml-1 font-mono text-base break-all select-all">{secret}</code>
      </p>
      <div className="flex gap-2">
        <Button size="sm" onClick={() => void copy()}>
          {t('common.copy')}
        </Button>
        <Button size="sm" tone="primary" onClick={onClose}>
          {t('secret.close')}
        </Button>
      </div>
    </div>
  )
}

type Props = { label: string; login?: string; secret: string; onClose: () => void }
