import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { type PlanSection, sectionText } from '@/lib/plans/basis'
import { SectionTables } from './section-tables'

/** The plan as a reader's document: twelve sections with a list of contents that stays in sight; prints without it. */
export function PlanDocument({ sections }: { sections: PlanSection[] }) {
  const t = useTranslations('plans')
  return (
    <div className="grid gap-4 lg:grid-cols-[13rem_1fr]">
      <nav aria-label={t('page.contents')} className="no-print max-lg:hidden">
        <ol className="sticky top-4 grid gap-0.5 text-sm">
          {sections.map((s, i) => (
            <li key={s.key}>
              <a
                href={`#section-${s.key}`}
                className="block rounded-sm px-2 py-1 text-ink-2 hover:bg-hover hover:text-ink"
              >
                {i + 1}. {t(`section.${s.key}`)}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      <Card>
        <article className="leading-relaxed">
          {sections.map((s, i) => (
            <section key={s.key} id={`section-${s.key}`} className="mb-6 scroll-mt-16 break-inside-avoid">
              <h2 className="mb-1.5 font-serif text-lg font-bold">
                {i + 1}. {t(`section.${s.key}`)}
              </h2>
              {sectionText(s)
                .split('\n')
                .map((p) => (
                  <p key={p} className="mb-1.5 max-w-prose" lang="zh-CN">
                    {p}
                  </p>
                ))}
              {s.tables && s.tables.length > 0 && <SectionTables tables={s.tables} />}
              {s.text && s.editedBy && <p className="text-sm text-ink-3">{t('page.written', { name: s.editedBy })}</p>}
            </section>
          ))}
        </article>
      </Card>
    </div>
  )
}
