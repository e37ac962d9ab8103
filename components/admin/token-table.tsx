import { getTranslations } from 'next-intl/server'
import { RevokeToken } from '@/components/admin/token-acts'
import { StatusBadge } from '@/components/ui/badge'
import { DataTable } from '@/components/ui/data-table/data-table'
import type { ListTools } from '@/components/ui/data-table/types'
import type { tokenList } from '@/lib/admin/tokens'

type Tokens = Awaited<ReturnType<typeof tokenList>>
const KIND = { ACTIVE: 'good', REVOKED: 'closed', EXPIRED: 'closed' } as const

/** API tokens: one's own, or with `tools` those of all, each with its owner. */
export async function TokenTable({
  tokens,
  tools,
  revocable,
}: {
  tokens: Tokens
  tools?: ListTools
  revocable: boolean
}) {
  const t = await getTranslations('admin')
  const owners = tools !== undefined
  return (
    <DataTable
      id="my-tokens"
      {...tools}
      label={t('tokens.title')}
      search={false}
      keyboard={owners}
      prefix={owners ? '' : 't'}
      rows={tokens.map((token) => ({
        id: token.id,
        name: token.name,
        owner: `${token.user} · ${token.login}`,
        scope: t(`scope.${token.scope}`),
        state: (
          <StatusBadge kind={KIND[token.state as keyof typeof KIND]}>{t(`tokenState.${token.state}`)}</StatusBadge>
        ),
        createdAt: token.createdAt,
        lastUsedAt: token.lastUsedAt,
        expiresAt: token.expiresAt,
        acts: revocable && token.state === 'ACTIVE' && <RevokeToken tokenId={token.id} name={token.name} />,
      }))}
      columns={[
        { key: 'name', header: t('tokens.name'), fixed: true },
        ...(owners ? [{ key: 'owner', header: t('tokens.user') }] : []),
        { key: 'scope', header: t('tokens.scope') },
        { key: 'state', header: t('common.state'), type: 'node' as const },
        { key: 'createdAt', header: t('tokens.created'), type: 'instant' as const },
        { key: 'lastUsedAt', header: t('tokens.lastUsed'), type: 'instant' as const },
        { key: 'expiresAt', header: t('tokens.expires'), type: 'instant' as const },
        { key: 'acts', header: '', type: 'node' as const },
      ]}
      empty={{ title: t('tokens.empty') }}
    />
  )
}
