/** Pinyin of the names of firms and places, for search by full reading or by initials. */
import { pinyin } from 'pinyin-pro'

/** 兴隆五金机电市场 → { full: 'xinglongwujinjidianshichang', initials: 'xlwjjdsc' }. Latin letters and digits stay. */
export function pinyinOfName(name: string): { full: string; initials: string } {
  const read = (pattern: 'pinyin' | 'first') =>
    pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive', pattern })
      .join('')
      .toLowerCase()
      .replace(/\s+/g, '')
  return { full: read('pinyin'), initials: read('first') }
}
