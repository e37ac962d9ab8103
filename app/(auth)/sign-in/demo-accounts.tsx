import { useTranslations } from 'next-intl'
import { DEMO_PASSWORD } from '@/lib/platform/ops/demo'

/** On a demo installation only: whom one can be. */
export function DemoAccounts({ logins }: { logins: readonly { login: string; role: string }[] }) {
  const t = useTranslations()
  return (
    <details className="mt-4 rounded-lg border border-line bg-surface px-4 py-3 text-sm">
      <summary className="cursor-pointer font-medium">{t('auth.demo.title')}</summary>
      <p className="mt-2 text-ink-2">
        {t('auth.demo.password')} <code className="font-mono text-ink">{DEMO_PASSWORD}</code>
      </p>
      <dl className="mt-2 grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-x-4 gap-y-1">
        {logins.map(({ login, role }) => (
          <div key={login} className="contents">
            <dt className="font-mono break-all">{login}</dt>
            <dd className="text-ink-2">{t(`errors.names.${role}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
