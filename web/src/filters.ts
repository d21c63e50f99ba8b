import { filterNames, type Filters } from './wanted';

/** Names that the API knows, each with a colour to show it by. */
const colors: readonly (readonly [name: string, shown: string])[] = [
  ['red', '#d42020'], ['orange', '#f58a1f'], ['yellow', '#ffe419'], ['green', '#2fa044'], ['teal', '#117c7a'], ['blue', '#1f5fe0'],
  ['purple', '#6a2a9a'], ['pink', '#f79ac0'], ['brown', '#7a4e2c'], ['black', '#000000'], ['gray', '#808080'], ['white', '#ffffff'],
];

/** The form's filters beside its words: kind, colour, days and camera. */
export class FilterFields {
  private readonly count: HTMLElement;

  constructor(private readonly form: HTMLFormElement, private readonly panel: HTMLDetailsElement, swatches: HTMLElement, changed: () => void) {
    this.count = panel.querySelector('.count')!;
    swatches.append(...[['', ''] as const, ...colors].map(([name, shown]) => swatchOf(name, shown)));
    panel.addEventListener('change', changed);
  }

  read(): Filters {
    const given = new FormData(this.form);
    return Object.fromEntries(filterNames.map((name) => [name, String(given.get(name) ?? '')]));
  }

  /** Fills the fields, opens them where one is set, and says how many are. */
  show(filters: Filters): void {
    for (const name of filterNames) {
      const value = filters[name] ?? '';
      const field = this.form.elements.namedItem(name);
      if (field instanceof RadioNodeList) check(field, value);
      else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
    }

    this.tell();
    if (this.isAnySet()) this.panel.open = true;
  }

  tell(): void {
    const set = Object.values(this.read()).filter(Boolean).length;
    this.count.textContent = set > 0 ? ` (${set})` : '';
  }

  private isAnySet(): boolean {
    return Object.values(this.read()).some(Boolean);
  }
}

/** The list's own `value` leaves things as they are for an empty one. */
function check(radios: RadioNodeList, value: string): void {
  for (const radio of radios) if (radio instanceof HTMLInputElement) radio.checked = radio.value === value;
}

function swatchOf(name: string, shown: string): HTMLElement {
  const label = document.createElement('label');
  const radio = document.createElement('input');
  const text = document.createElement('span');
  radio.type = 'radio';
  radio.name = 'color';
  radio.value = name;
  radio.checked = !name;
  label.title = name || 'any colour';
  text.textContent = name || 'any';
  if (shown) {
    label.style.setProperty('--swatch', shown);
    text.className = 'for-ears';
  } else {
    label.className = 'any';
  }

  label.append(radio, text);
  return label;
}
