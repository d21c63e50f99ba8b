// The tags of the pack, in the order of the model's scores.

const label = (id, parents, en, de, fr, es, ja) => ({ id: `basics:${id}`, names: { en, de, fr, es, ja }, parents });

export const Labels = [
  label('photo', [], 'photo', 'Foto', 'photo', 'foto', '写真'),
  label('document', ['text'], 'document', 'Dokument', 'document', 'documento', '書類'),
  label(
    'screenshot',
    ['computer graphics'],
    'screenshot',
    'Bildschirmfoto',
    "capture d'écran",
    'captura de pantalla',
    'スクリーンショット',
  ),
  label('drawing', ['illustration'], 'drawing', 'Zeichnung', 'dessin', 'dibujo', '絵'),
  label('diagram', ['illustration'], 'diagram', 'Diagramm', 'diagramme', 'diagrama', '図'),
  label('black-and-white', ['monochrome'], 'black and white', 'schwarz-weiß', 'noir et blanc', 'blanco y negro', '白黒'),
  label('dark', [], 'dark', 'dunkel', 'sombre', 'oscuro', '暗い'),
  label('bright', [], 'bright', 'hell', 'lumineux', 'luminoso', '明るい'),
  label('high-contrast', [], 'high contrast', 'hoher Kontrast', 'contraste élevé', 'alto contraste', '高コントラスト'),
  label('low-contrast', [], 'low contrast', 'niedriger Kontrast', 'faible contraste', 'bajo contraste', '低コントラスト'),
  label('sharp', [], 'sharp', 'scharf', 'net', 'nítido', '鮮明'),
  label('blurred', [], 'blurred', 'unscharf', 'flou', 'borroso', 'ぼやけた'),
  label('sky', ['nature'], 'sky', 'Himmel', 'ciel', 'cielo', '空'),
  label('vegetation', ['nature'], 'vegetation', 'Vegetation', 'végétation', 'vegetación', '植生'),
  label('water', ['nature'], 'water', 'Wasser', 'eau', 'agua', '水'),
  label('sunset', ['warm colours'], 'sunset tones', 'Sonnenuntergangstöne', 'tons de coucher de soleil', 'tonos de atardecer', '夕焼け色'),
  label('black', [], 'black', 'Schwarz', 'noir', 'negro', '黒'),
  label('grey', [], 'grey', 'Grau', 'gris', 'gris', '灰色'),
  label('white', [], 'white', 'Weiß', 'blanc', 'blanco', '白'),
  label('red', [], 'red', 'Rot', 'rouge', 'rojo', '赤'),
  label('orange', [], 'orange', 'Orange', 'orange', 'naranja', 'オレンジ色'),
  label('brown', [], 'brown', 'Braun', 'marron', 'marrón', '茶色'),
  label('beige', [], 'beige', 'Beige', 'beige', 'beige', 'ベージュ'),
  label('yellow', [], 'yellow', 'Gelb', 'jaune', 'amarillo', '黄色'),
  label('green', [], 'green', 'Grün', 'vert', 'verde', '緑'),
  label('turquoise', [], 'turquoise', 'Türkis', 'turquoise', 'turquesa', 'ターコイズ'),
  label('blue', [], 'blue', 'Blau', 'bleu', 'azul', '青'),
  label('purple', [], 'purple', 'Violett', 'violet', 'morado', '紫'),
];
export const Ids = Labels.map(one => one.id.slice('basics:'.length));
