using Magpie.Assets;
using Magpie.Duplicates;
using Magpie.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.Duplicates;

/// <summary>Tells clients which files they need not send.</summary>
public sealed class ChecksumFunctions(IFingerprints fingerprints, ICatalogue catalogue)
{
    public const string ByChecksum = "AssetsByChecksum";

    private const int MaxChecksums = 100;

    /// <summary>Lookups at once for one request.</summary>
    private const int ParallelReads = 16;

    [Function(ByChecksum)]
    public async Task<IResult> FindAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/assets/by-checksum")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync(request, MagpieJson.Default.ChecksumRequest, request.HttpContext.RequestAborted);
        if (problem is not null)
        {
            return problem;
        }

        if (body!.Sha256 is not { Count: > 0 and <= MaxChecksums } checksums || !checksums.All(IsChecksum))
        {
            return Problems.BadRequest(
                "invalid-checksums", $"\"sha256\" must hold 1 to {MaxChecksums} checksums of 64 hexadecimal digits each.");
        }

        var caller = request.HttpContext.GetCaller();
        var found = new ChecksumResponse?[checksums.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = ParallelReads, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, checksums.Count, options, async (index, token) =>
        {
            var sha256 = checksums[index]!.ToLowerInvariant();
            foreach (var candidate in await fingerprints.FindAsync(caller.Account, sha256, token))
            {
                if (await catalogue.FindAsync(caller.Account, candidate.Id, token) is { Asset: { State: AssetState.Ready } asset } && caller.MaySee(asset))
                {
                    found[index] = new(sha256, asset.Id, asset.State.ToName());
                    return;
                }
            }
        });
        return new JsonAnswer<ChecksumsResponse>(new([.. found.OfType<ChecksumResponse>()]), MagpieJson.Default.ChecksumsResponse);
    }

    private static bool IsChecksum(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigit);
}

/// <summary>What a client wants to know.</summary>
/// <param name="Sha256">1 to 100 checksums, 64 hexadecimal digits each.</param>
public sealed record ChecksumRequest(IReadOnlyList<string?>? Sha256);

/// <summary>The ready assets that have one of the checksums; what is not there is not named.</summary>
public sealed record ChecksumsResponse(IReadOnlyList<ChecksumResponse> Assets);

/// <summary>An asset and its checksum.</summary>
public sealed record ChecksumResponse(string Sha256, string Id, string State);
