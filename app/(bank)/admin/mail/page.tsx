import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog, type ActField } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Descriptions } from '@/components/ui/descriptions'
import { State } from '@/components/ui/state'
import { Instant } from '@/components/ui/when'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { mails as mailsList } from '@/lib/desk/lists/admin'
import { resendMailAction, setMailServerAction, testMailAction } from '@/lib/notices/actions'
import { mailList, mailServer } from '@/lib/notices/queries'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { pageOf, type SearchParams } from '@/lib/platform/list-params'

const TONE = {
  SENT: 'ok',
  PENDING: 'accent',
  SENDING: 'accent',
  DEAD: 'danger',
  UNKNOWN: 'warn',
  CANCELLED: 'neutral',
} as const
const STATES = ['PENDING', 'SENDING', 'SENT', 'DEAD', 'UNKNOWN', 'CANCELLED'] as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('notices.server'))('title') }
}

/** The bank's mail server, and what came of each e-mail. */
export default async function Mail({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('notices'), await searchParams]
  const { server, lastDay } = await orNotFound(mailServer(actor, {}))
  const asked = readList(mailsList, query)
  const answer = await orNotFound(mailList(actor, { ...mailsList.input(asked), ...pageOf(asked) }))
  const admin = hasRole(actor, 'TENANT_ADMIN')
  const fields: ActField[] = [
    { name: 'host', label: t('server.host'), kind: 'text', required: true, value: server?.host },
    { name: 'port', label: t('server.port'), kind: 'whole', required: true, value: String(server?.port ?? 465) },
    {
      name: 'security',
      label: t('server.security'),
      kind: 'choice',
      required: true,
      value: server?.security ?? 'TLS',
      options: (['TLS', 'STARTTLS', 'NONE'] as const).map((value) => ({ value, label: t(`server.sec.${value}`) })),
    },
    {
      name: 'username',
      label: t('server.username'),
      kind: 'text',
      hint: t('server.usernameHint'),
      value: server?.username ?? '',
    },
    {
      name: 'password',
      label: t('server.password'),
      kind: 'secret',
      hint: server?.hasPassword ? t('server.passwordHint') : undefined,
    },
    {
      name: 'sender',
      label: t('server.sender'),
      kind: 'text',
      required: true,
      hint: t('server.senderHint'),
      value: server?.sender,
    },
    {
      name: 'link',
      label: t('server.link'),
      kind: 'text',
      required: true,
      hint: t('server.linkHint'),
      value: server?.link,
    },
  ]
  return (
    <>
      <PageHeader title={t('server.title')} meta={<span>{t('server.intro')}</span>} />
      <Card
        title={t('server.host')}
        actions={
          admin && (
            <>
              {server?.state === 'ACTIVE' && (
                <ActDialog label={t('server.test')} fields={[]} action={testMailAction} done={t('server.testDone')} />
              )}
              {server && (
                <ActDialog
                  label={t(server.state === 'ACTIVE' ? 'server.pause' : 'server.resume')}
                  fields={[]}
                  fixed={{
                    host: server.host,
                    port: server.port,
                    security: server.security,
                    username: server.username ?? undefined,
                    sender: server.sender,
                    link: server.link,
                    state: server.state === 'ACTIVE' ? 'PAUSED' : 'ACTIVE',
                  }}
                  action={setMailServerAction}
                />
              )}
              <ActDialog
                label={t(server ? 'server.change' : 'server.set')}
                tone={server ? 'default' : 'primary'}
                fields={fields}
                fixed={{ state: server?.state ?? 'ACTIVE' }}
                action={setMailServerAction}
              />
            </>
          )
        }
        className="mb-4"
      >
        {server ? (
          <Descriptions
            columns={3}
            items={[
              { label: t('server.host'), value: `${server.host}:${server.port}` },
              { label: t('server.security'), value: t(`server.sec.${server.security as 'TLS'}`) },
              {
                label: t('mails.state'),
                value: (
                  <Badge tone={server.state === 'ACTIVE' ? 'ok' : 'neutral'}>
                    {t(`server.state.${server.state as 'ACTIVE'}`)}
                  </Badge>
                ),
              },
              { label: t('server.username'), value: server.username },
              { label: t('server.sender'), value: server.sender },
              { label: t('server.link'), value: server.link },
              { label: t('mails.title'), value: t('server.lastDay', lastDay), span: 'full' },
            ]}
          />
        ) : (
          <State kind="empty" title={t('server.none')} detail={t('server.noneHint')} />
        )}
      </Card>
      <Card title={t('mails.title')} flush>
        <DataTable
          {...(await listTools(actor, mailsList, query))}
          label={t('mails.title')}
          search={false}
          keyboard={false}
          filters={[
            {
              key: 'state',
              label: t('mails.state'),
              type: 'choice',
              multiple: true,
              options: STATES.map((value) => ({ value, label: t(`mails.states.${value}`) })),
            },
          ]}
          page={{ after: answer.nextCursor, before: null }}
          rows={answer.items.map((m) => ({
            id: m.id,
            at: <Instant value={m.createdAt} />,
            to: m.login,
            kind: t(`mails.kinds.${m.kind as 'TEST'}`),
            state: <Badge tone={TONE[m.state as 'SENT']}>{t(`mails.states.${m.state as 'SENT'}`)}</Badge>,
            attempts: m.attempts,
            error: m.error ?? '',
            next: m.state === 'PENDING' ? <Instant value={m.nextAt} /> : m.sentAt ? <Instant value={m.sentAt} /> : '',
            act: admin && ['DEAD', 'UNKNOWN'].includes(m.state) && (
              <ActDialog
                label={t('mails.resend')}
                description={t('mails.resendHint')}
                fields={[]}
                fixed={{ mailId: m.id }}
                action={resendMailAction}
              />
            ),
          }))}
          columns={[
            { key: 'at', header: t('mails.at'), type: 'node' },
            { key: 'to', header: t('mails.to') },
            { key: 'kind', header: t('mails.kind') },
            { key: 'state', header: t('mails.state'), type: 'node' },
            { key: 'attempts', header: t('mails.attempts'), type: 'count' },
            { key: 'error', header: t('mails.error') },
            { key: 'next', header: t('mails.next'), type: 'node' },
            { key: 'act', header: '', type: 'node' },
          ]}
          empty={{ title: t('mails.empty') }}
        />
      </Card>
    </>
  )
}
