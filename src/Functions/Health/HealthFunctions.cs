using Magpie.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.Health;

/// <summary>Whether the service is well.</summary>
public sealed class HealthFunctions(Readiness readiness)
{
    public const string Readiness = "Readiness";
    public const string Liveness = "Liveness";

    private readonly byte[] _success = "{\"success\": true}"u8.ToArray();

    /// <summary>200 while uploads can be taken, also when there is nobody to tag them; 503 while storage does not answer.</summary>
    [Function(Readiness)]
    public async Task<IResult> ReadinessAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "healthz")] HttpRequest request, CancellationToken cancellationToken)
    {
        var health = await readiness.CheckAsync(cancellationToken);
        return new JsonAnswer<HealthResponse>(
            health, MagpieJson.Default.HealthResponse, health.Status == HealthResponse.Down ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    /// <summary>The answer of the Go service, byte for byte in meaning.</summary>
    [Function(Liveness)]
    public Task<IResult> LivenessAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/health")] HttpRequest request) =>
        Task.FromResult<IResult>(new BytesAnswer(_success, "application/json; charset=utf-8"));
}
