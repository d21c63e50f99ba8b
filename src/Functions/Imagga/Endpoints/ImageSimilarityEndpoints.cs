using System.Numerics.Tensors;
using Magpie.Functions.Imagga.Similarity;

namespace Magpie.Functions.Imagga.Endpoints;

/// <summary><c>/images-similarity</c>: how far two images are from each other.</summary>
internal sealed class ImageSimilarityEndpoints(PartLooking looking, Comparing comparing) : IImaggaEndpoints
{
    private const string Second = "2";

    public IReadOnlyList<ImaggaRoute> Routes => [new("/images-similarity/categories/{categorizer_id}", ["GET", "POST"], CompareAsync, IsTechnology: true)];

    private async Task<ImaggaAnswer> CompareAsync(ImaggaCall call, CancellationToken cancellationToken)
    {
        var (comparison, unknown) = comparing.ByCategories(call);
        if (comparison is null)
        {
            return unknown!;
        }

        var (region, region2) = (Region.Read(call.Parameters, "region"), Region.Read(call.Parameters, "region2"));
        if (call.Parameters.Problem is { } problem)
        {
            return ImaggaAnswer.BadRequest(problem);
        }

        if ((call.Images.ProblemOf("") ?? call.Images.ProblemOf(Second)) is { } missing)
        {
            return missing;
        }

        var (first, error) = await looking.AtAsync(call, "", region, comparison, cancellationToken);
        if (first is null)
        {
            return error!;
        }

        var (second, error2) = await looking.AtAsync(call, Second, region2, comparison, cancellationToken);
        return second is null ? error2! : ImaggaAnswer.Ok(
            new DistanceResult(TensorPrimitives.Distance(first.Vector.Span, second.Vector.Span)), ImaggaJson.Default.DistanceResult, processed: 2);
    }
}

/// <summary>How far two images are from each other.</summary>
/// <param name="Distance">0 for two that look the same to 2.</param>
internal sealed record DistanceResult(double Distance);
