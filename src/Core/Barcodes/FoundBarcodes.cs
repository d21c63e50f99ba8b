namespace Magpie.Barcodes;

/// <summary>The codes of a picture as they are found, at several angles and by several readers: each once.</summary>
internal sealed class FoundBarcodes
{
    private readonly List<(string Data, string Type, CodePlace Place)> _codes = [];

    public bool IsFull => _codes.Count >= BarcodeReader.Most;

    /// <summary>
    /// Adds a code, unless one is known there. The same type and data, or a part of it (a line that left the bars at their edge), is the same code while the
    /// middle of one is within the other; anything else only where the middles all but meet: a scan at another angle that misread the bars, and not the code beside.
    /// </summary>
    public void Add(string data, string type, CodePlace place)
    {
        if (!IsFull && data.Length > 0 && !_codes.Exists(known => place.DistanceTo(known.Place) <= Near(known.Place) * (known.Type == type && known.Data.Contains(data, StringComparison.Ordinal) ? 2 : 1)))
        {
            _codes.Add((data, type, place));
        }

        double Near(CodePlace known) => Math.Max(place.Diagonal, known.Diagonal) / 4;
    }

    /// <summary>From the top, pixels of a picture that is so much larger.</summary>
    public IReadOnlyList<Barcode> Ordered(double scale) =>
    [
        .. _codes.Select(code => new Barcode(code.Data, code.Type, code.Place.Scaled(scale))).OrderBy(code => code.Box.Top).ThenBy(code => code.Box.Left),
    ];
}
