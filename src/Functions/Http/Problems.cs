using Magpie.Uploads;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Http;

/// <summary>The problems that more than one route answers with.</summary>
public static class Problems
{
    public static Problem NotFound { get; } =
        new(StatusCodes.Status404NotFound, "not-found", "There is nothing here. Check the path, or the id if it holds one.");

    public static Problem AssetNotFound { get; } = new(StatusCodes.Status404NotFound, "asset-not-found", "This account has no asset of this id.");

    public static Problem Unauthorized { get; } = new(
        StatusCodes.Status401Unauthorized,
        "unauthorized",
        "Send \"Authorization: Basic\" with key and secret, or \"Authorization: Key\" with a publishable key. What came is missing, wrong or revoked.")
    {
        Challenge = "Basic realm=\"Magpie\", charset=\"UTF-8\"",
    };

    public static Problem Forbidden { get; } = new(
        StatusCodes.Status403Forbidden, "forbidden", "A publishable key may upload and read back what it uploaded. Use a key with a secret for this.");

    public static Problem Changed { get; } = new(
        StatusCodes.Status412PreconditionFailed, "asset-changed", "The asset is not the one of \"If-Match\" any more. Read it again and decide again.");

    public static Problem StorageUnavailable { get; } = new(
        StatusCodes.Status503ServiceUnavailable, "storage-unavailable", "Storage does not answer. Nothing is lost; try again in a moment.")
    {
        RetryAfter = TimeSpan.FromSeconds(2),
    };

    public static Problem Stopping { get; } = new(
        StatusCodes.Status503ServiceUnavailable, "stopping", "This instance is shutting down. Try again.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static Problem Internal { get; } = new(
        StatusCodes.Status500InternalServerError, "internal-error", "Something went wrong here. It is logged; try again later.");

    public static Problem TooManyRequests(TimeSpan retryAfter) => new(
        StatusCodes.Status429TooManyRequests, "too-many-requests", "The account has sent more requests than its limit. Wait as long as \"Retry-After\" says.")
    {
        RetryAfter = retryAfter,
    };

    public static Problem BadRequest(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);

    public static Problem BadUpload(IReadOnlyList<UploadError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        return BadRequest(errors[0].Code, errors[0].Message) with { Errors = errors };
    }
}
