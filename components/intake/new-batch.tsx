import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { PageHeader } from '../shell/page-header'
import { buttonClass } from '../ui/button'
import { Card } from '../ui/card'
import { State } from '../ui/state'
import { PacketUploader } from './packet-uploader'

type Market = { code: string; name: string; modes: string[]; open: boolean }

/** The page on which a batch begins: its market, its mode and the files. */
export function NewBatch({ markets, listPath, deskPath }: { markets: Market[]; listPath: string; deskPath: string }) {
  const t = useTranslations('intake')
  const open = markets.filter((m) => m.open)
  return (
    <>
      <PageHeader
        title={t('upload.title')}
        meta={t('upload.lead')}
        breadcrumb={[{ label: t('portal.batches'), href: listPath }, { label: t('upload.title') }]}
        actions={open
          .map((m) => (
            <a
              key={m.code}
              href={`/api/v1/markets/${encodeURIComponent(m.code)}/list-template`}
              download
              className={buttonClass({})}
            >
              <Download aria-hidden />
              {t('upload.template')}
              {open.length > 1 ? ` ${m.code}` : ''}
            </a>
          ))
          .slice(0, 3)}
      />
      <Card className="max-w-4xl">
        {open.length === 0 ? (
          <State kind="empty" title={markets.length === 0 ? t('portal.noMarket') : t('portal.closed')} />
        ) : (
          <PacketUploader markets={open.map(({ code, name, modes }) => ({ code, name, modes }))} deskPath={deskPath} />
        )}
      </Card>
    </>
  )
}
