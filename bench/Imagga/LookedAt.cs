using Magpie.Functions.Imagga.Endpoints;
using Magpie.Imaging;
using Magpie.Tests.Support;

namespace Magpie.Bench.Imagga;

/// <summary>The pictures that colours and crops are measured on.</summary>
internal static class LookedAt
{
    /// <summary>A made photo of 12 megapixels, and those of the shared ones that are there: from 0.2 to 1.2 megapixels, of many colours and of few.</summary>
    public static async Task<IReadOnlyList<string>> FilesAsync(CancellationToken cancellationToken)
    {
        await Photos.TwelveMegapixelsAsync(1, cancellationToken);
        var made = Photos.PathOf(1, Photos.TwelveMegapixels);
        return Repository.Photos is { } folder
            ? [made, .. Directory.EnumerateFiles(folder, "*.jpg").Order(StringComparer.Ordinal)]
            : [made];
    }

    /// <summary>As the endpoints decode: to so many pixels on the shortest side or more.</summary>
    public static DecodedImage Decode(ImageDecoder decoder, byte[] file, int shortestSide)
    {
        var decoded = decoder.Decode(file, facts => Looking.SizeOf(facts, shortestSide, Math.Min(facts.Width, facts.Height)));
        return decoded.Value ?? throw new InvalidOperationException("A photo cannot be decoded.");
    }

    /// <summary>Repeats work until the runtime has compiled it for good, which it does beside it, when it has seen it often enough.</summary>
    public static void WarmUp(Action work)
    {
        for (var clock = CpuClock.Start(); clock.WallMilliseconds < 3_000;)
        {
            work();
        }
    }

    /// <summary>Median milliseconds of processor time, after a warm-up.</summary>
    public static double Cpu(int count, Action work)
    {
        var times = new List<double>();
        for (var i = -(count / 4) - 1; i < count; i++)
        {
            var clock = CpuClock.Start();
            work();
            if (i >= 0)
            {
                times.Add(clock.CpuMilliseconds);
            }
        }

        return times.Median();
    }
}
