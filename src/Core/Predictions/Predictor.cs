using Magpie.Assets;
using Magpie.Imaging;
using Microsoft.Extensions.Options;

namespace Magpie.Predictions;

/// <summary>Lets something look at a picture that nobody keeps. Decoded as for an upload, so that the models see the same; bounded in number.</summary>
public sealed class Predictor(ImageDecoder decoder, IOptions<ImagingOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);
    private readonly PictureThreads _threads = new("Magpie looks", Environment.ProcessorCount);

    /// <summary>What was seen, or why the file is no picture.</summary>
    /// <param name="look">Gets the picture, upright; it is gone afterwards.</param>
    public Task<Prediction<T>> LookAsync<T>(
        ReadOnlyMemory<byte> file, Func<DecodedImage, CancellationToken, Task<T>> look, CancellationToken cancellationToken) =>
        LookAsync(file, Math.Max(options.Value.DecodeSide, Renditions.PreviewSide), look, cancellationToken);

    /// <summary>The same with a picture that is decoded to at most so many pixels on its longest side.</summary>
    public Task<Prediction<T>> LookAsync<T>(
        ReadOnlyMemory<byte> file, int longestSide, Func<DecodedImage, CancellationToken, Task<T>> look, CancellationToken cancellationToken) =>
        LookAsync(file, _ => DecodeSize.AtMost(longestSide), look, cancellationToken);

    /// <summary>The same, the size chosen by what the header says.</summary>
    public async Task<Prediction<T>> LookAsync<T>(
        ReadOnlyMemory<byte> file, Func<ImageFacts, DecodeSize> size, Func<DecodedImage, CancellationToken, Task<T>> look, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(look);
        await _turns.WaitAsync(cancellationToken);
        try
        {
            return await _threads.RunAsync(() => DecodeAsync(file, size, look, cancellationToken));
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose()
    {
        _turns.Dispose();
        _threads.Dispose();
    }

    private async Task<Prediction<T>> DecodeAsync<T>(
        ReadOnlyMemory<byte> file, Func<ImageFacts, DecodeSize> size, Func<DecodedImage, CancellationToken, Task<T>> look, CancellationToken cancellationToken)
    {
        var decoded = decoder.Decode(file, size);
        if (!decoded.IsOk)
        {
            return new Prediction<T>.Unreadable(new AssetError(decoded.Fault.Code, decoded.Fault.Message));
        }

        using var image = decoded.Value;
        return new Prediction<T>.Seen(await look(image, cancellationToken));
    }
}

/// <summary>What looking at a picture came to.</summary>
public abstract record Prediction<T>
{
    private Prediction()
    {
    }

    public sealed record Seen(T Value) : Prediction<T>;

    /// <summary>The file is no picture, and the reason lies in it.</summary>
    public sealed record Unreadable(AssetError Error) : Prediction<T>;
}
