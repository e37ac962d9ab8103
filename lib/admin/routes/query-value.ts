/** A query parameter that stands once; and one that may stand several times or as a list with commas. */
type Value = string | string[] | undefined

export const one = (value: Value): string | undefined => (Array.isArray(value) ? value[0] : value)
export const many = (value: Value): string[] => [value ?? []].flat().flatMap((v) => v.split(','))
