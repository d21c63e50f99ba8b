using Magpie.Assets;
using Magpie.Imaging;
using Magpie.Predictions;

namespace Magpie.Functions.Imagga.Endpoints;

/// <summary>Reads the image of a call and lets an endpoint look at it.</summary>
internal sealed class Looking(Predictor predictor)
{
    /// <summary>Pixels on the shortest side that are enough for what looks at the picture as a whole: most models ask for half.</summary>
    public const int Enough = 448;

    private const int MaxSide = 4096;

    /// <summary>Pixels of a side that no accepted picture has more of.</summary>
    private const int HardSide = 65_500;

    /// <summary>What the endpoint makes of the picture; or why there is none to look at.</summary>
    /// <param name="shortestSide">Pixels it is decoded to, at least; null for the whole.</param>
    public async Task<ImaggaAnswer> AtAsync(
        ImaggaCall call, int? shortestSide, Func<DecodedImage, CancellationToken, Task<ImaggaAnswer>> look, CancellationToken cancellationToken, string suffix = "")
    {
        var (file, error) = await call.Images.ReadAsync(suffix, cancellationToken);
        return error ?? await LookAsync(call, file!, facts => shortestSide is { } side ? SizeOf(facts, side, Math.Min(facts.Width, facts.Height)) : DecodeSize.AtMost(HardSide), look, cancellationToken);
    }

    /// <summary>The same with a picture of at most so many pixels on its longest side.</summary>
    public async Task<ImaggaAnswer> WithinAsync(
        ImaggaCall call, int longestSide, Func<DecodedImage, CancellationToken, Task<ImaggaAnswer>> look, CancellationToken cancellationToken)
    {
        var (file, error) = await call.Images.ReadAsync("", cancellationToken);
        return error ?? await LookAsync(call, file!, _ => DecodeSize.AtMost(longestSide), look, cancellationToken);
    }

    /// <summary>To what a picture is decoded so that so many pixels of it become <paramref name="shortest"/> or more.</summary>
    internal static DecodeSize SizeOf(ImageFacts facts, int shortest, int pixels) =>
        DecodeSize.AtLeast((int)Math.Min(MaxSide, Math.Ceiling((double)shortest * Math.Max(facts.Width, facts.Height) / Math.Max(1, pixels))));

    internal static ImaggaAnswer Unreadable(AssetError error) => ImaggaAnswer.BadRequest($"The image cannot be read. {error.Message}");

    private async Task<ImaggaAnswer> LookAsync(
        ImaggaCall call,
        ImaggaFile file,
        Func<ImageFacts, DecodeSize> size,
        Func<DecodedImage, CancellationToken, Task<ImaggaAnswer>> look,
        CancellationToken cancellationToken)
    {
        using (file)
        {
            switch (await predictor.LookAsync(file.Bytes, size, look, cancellationToken))
            {
                case Prediction<ImaggaAnswer>.Seen { Value: var answer }:
                    if (answer.Processed > 0)
                    {
                        call.Images.See();
                    }

                    return answer;
                case Prediction<ImaggaAnswer>.Unreadable unreadable:
                    return Unreadable(unreadable.Error);
                default:
                    throw new InvalidOperationException("Looking ends with something seen or with a reason.");
            }
        }
    }
}
