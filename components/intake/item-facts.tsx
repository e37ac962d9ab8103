import { useTranslations } from 'next-intl'
import { Descriptions } from '../ui/descriptions'
import { Money } from '../ui/money'
import { type DeskItem, fieldText, GRID_FIELDS } from './desk-types'

/** What the list said of a merchant, to read: once it was handed over nothing of it can be changed. */
export function ItemFacts({ item }: { item: DeskItem }) {
  const t = useTranslations('intake')
  return (
    <section aria-label={t('desk.fields')}>
      <h3 className="mb-2 font-semibold">{t('desk.fields')}</h3>
      <Descriptions
        columns={2}
        items={GRID_FIELDS.map(([field, kind]) => {
          const text = fieldText(item, field)
          return {
            label: t(`fields.${field}`),
            value:
              text === '' ? null : kind === 'money' ? (
                <Money value={text} unit="wan" />
              ) : kind === 'code' ? (
                <span className="font-mono break-all">{text}</span>
              ) : field === 'requestedTermMonths' ? (
                `${text} ${t('template.months')}`
              ) : (
                text
              ),
          }
        })}
      />
    </section>
  )
}
