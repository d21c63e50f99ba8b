using Magpie.Tagging;

namespace Magpie.Faces;

/// <summary>How much two encodings speak for one person, 0 to 100.</summary>
/// <remarks>
/// <c>100 / (1 + e^(−25 · (cosine − same)))</c>, where <c>same</c> is the pack's <c>samePersonCosine</c>: there, either is as likely. With MobileFaceNet's 0.43
/// a cosine of 0.50, at or above which pairs of one person were, is 85, and 0.39, which no pair of two people exceeded, is 27.
/// </remarks>
public static class FaceSimilarity
{
    /// <summary>Of packs that do not say theirs.</summary>
    public const double DefaultSameCosine = 0.43;

    private const double Slope = 25;

    /// <summary>The score of two encodings of one model.</summary>
    /// <param name="sameCosine">Cosine at which one person and two are equally likely.</param>
    public static double Score(FaceEncoding first, FaceEncoding second, double sameCosine) =>
        Score(Cosine(first, second), sameCosine);

    /// <summary>The score of a cosine, −1 to 1.</summary>
    public static double Score(double cosine, double sameCosine) => 100 / (1 + Math.Exp(-Slope * (cosine - sameCosine)));

    /// <summary>The cosine that has a score, above 0 and below 100; beyond 1 where no cosine has it.</summary>
    public static double CosineOf(double score, double sameCosine) => sameCosine + (Math.Log(score / (100 - score)) / Slope);

    /// <summary>−1 to 1.</summary>
    /// <exception cref="ArgumentException">The encodings are of different models.</exception>
    public static double Cosine(FaceEncoding first, FaceEncoding second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Model != second.Model || first.Vector.Count != second.Vector.Count)
        {
            throw new ArgumentException("Encodings of different models cannot be compared.", nameof(second));
        }

        var sum = 0.0;
        for (var i = 0; i < first.Vector.Count; i++)
        {
            sum += first.Vector[i] * second.Vector[i];
        }

        return Math.Clamp(sum, -1, 1);
    }

    /// <summary>What a pack's manifest says, if it lies between 0 and 1.</summary>
    public static double SameCosineOf(PackManifest? manifest) =>
        manifest is not null && manifest.Extras.TryGetValue("samePersonCosine", out var value) && value.ValueKind == System.Text.Json.JsonValueKind.Number
        && value.TryGetDouble(out var cosine) && cosine is > 0 and < 1
            ? cosine
            : DefaultSameCosine;
}
