'use client'
import { useTranslations } from 'next-intl'
import { useActionState, useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { type SignInState, signInAction, singleSignOnOf } from '@/lib/platform/auth/actions'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'

type Provider = { provider: string; label: string }

/** Works before and without JavaScript: it is a plain form of a server action. `failed`: single sign-on was refused. */
export function SignInForm({ next, failed }: { next: string; failed: boolean }) {
  const t = useTranslations('auth.signIn')
  const all = useTranslations() as unknown as Translate
  const id = useId()
  const first: SignInState = { error: null, login: '' }
  const [state, action, pending] = useActionState(signInAction, first)
  const [provider, setProvider] = useState<Provider | null>(null)
  const error = state.error ?? (failed && state === first ? { code: 'E_SIGN_IN' } : null)
  const text = error && errorText(all, error)
  return (
    <form action={action} className="space-y-4">
      {next && <input type="hidden" name="next" value={next} />}
      {text && (
        <div role="alert" className="rounded-md border border-danger/50 bg-danger-soft px-3 py-2 text-sm">
          <p className="font-semibold text-danger">{text.title}</p>
          <p>{text.detail}</p>
        </div>
      )}
      <FieldFrame id={`${id}-login`} label={t('login')} hint={t('loginHint')} required>
        <Input
          id={`${id}-login`}
          name="login"
          key={state.login}
          defaultValue={state.login}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          autoFocus
          aria-describedby={`${id}-login-hint`}
          onBlur={async (e) => setProvider(await singleSignOnOf(e.currentTarget.value).catch(() => null))}
        />
      </FieldFrame>
      <FieldFrame id={`${id}-password`} label={t('password')} required>
        <Input id={`${id}-password`} name="password" type="password" autoComplete="current-password" required />
      </FieldFrame>
      <Button type="submit" tone="primary" size="lg" busy={pending} className="w-full">
        {t('submit')}
      </Button>
      {provider && (
        <Button size="lg" className="w-full" onClick={() => void goToProvider(provider.provider, next || '/')}>
          {t('sso', { name: provider.label })}
        </Button>
      )}
      <p className="text-sm text-ink-2">{t('forgotten')}</p>
    </form>
  )
}

/** Asks next-auth for the provider's address (with PKCE, state and nonce in cookies) and goes there. */
async function goToProvider(provider: string, next: string): Promise<void> {
  const { csrfToken } = (await (await fetch('/api/auth/csrf')).json()) as { csrfToken: string }
  const answer = await fetch(`/api/auth/signin/${provider}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, callbackUrl: new URL(next, location.origin).href, json: 'true' }),
  })
  const { url } = (await answer.json()) as { url: string }
  window.location.assign(url)
}
