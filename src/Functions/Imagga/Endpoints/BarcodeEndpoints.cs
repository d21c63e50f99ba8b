using Magpie.Barcodes;

namespace Magpie.Functions.Imagga.Endpoints;

/// <summary><c>/barcodes</c>: what barcodes in a picture say, and where they are.</summary>
internal sealed class BarcodeEndpoints(Looking looking) : IImaggaEndpoints
{
    public IReadOnlyList<ImaggaRoute> Routes => [new("/barcodes", ["GET", "POST"], ReadAsync, IsTechnology: true)];

    private Task<ImaggaAnswer> ReadAsync(ImaggaCall call, CancellationToken cancellationToken) => looking.WithinAsync(
        call,
        BarcodeReader.Side,
        (image, _) => Task.FromResult(ImaggaAnswer.Ok(
            new BarcodesResult([.. BarcodeReader.Read(image).Select(code => new BarcodeShown(
                code.Data, code.Type, code.Box.Left, code.Box.Right, code.Box.Top, code.Box.Bottom))]),
            ImaggaJson.Default.BarcodesResult,
            isProcessed: true)),
        cancellationToken);
}

/// <summary>From the top.</summary>
internal sealed record BarcodesResult(IReadOnlyList<BarcodeShown> Barcodes);

/// <summary>A barcode; the pixels at x2 and y2 are inside.</summary>
internal sealed record BarcodeShown(string Data, string Type, int X1, int X2, int Y1, int Y2);
