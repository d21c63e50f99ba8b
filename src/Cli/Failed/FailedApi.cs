using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Magpie.Assets;
using Magpie.Cli.Upload;
using Magpie.Uploads;

namespace Magpie.Cli.Failed;

/// <summary>The routes of the service for assets that failed.</summary>
internal sealed class FailedApi(HttpClient http, Uri server, UploadCredential credential, Retries retries)
{
    private const int PageSize = 200;

    /// <summary>Assets that failed, newest first, page by page.</summary>
    public async IAsyncEnumerable<FailedAsset> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var after = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = await CallAsync(
                HttpMethod.Get,
                $"api/assets?state=failed&limit={PageSize}{after}",
                async (response, token) => response.IsSuccessStatusCode
                    ? await response.Content.ReadFromJsonAsync(FailedContracts.Default.FailedPage, token) ?? throw NotMagpie()
                    : throw await RefusedAsync(response, token),
                cancellationToken);
            foreach (var asset in page.Assets)
            {
                yield return AssetId.IsValid(asset.Id) ? asset : throw NotMagpie();
            }

            cursor = page.Cursor;
        }
        while (cursor is not null);
    }

    /// <summary>Has an asset worked on once more.</summary>
    /// <returns>Null when it is queued, else why not: a sentence.</returns>
    public Task<string?> RetryAsync(string id, CancellationToken cancellationToken) => CallAsync(
        HttpMethod.Post,
        $"api/assets/{id}/retry",
        async (response, token) => response.StatusCode switch
        {
            HttpStatusCode.Accepted => null,
            HttpStatusCode.Conflict or HttpStatusCode.NotFound => await DetailAsync(response, token) ?? throw NotMagpie(),
            _ => throw await RefusedAsync(response, token),
        },
        cancellationToken);

    private async Task<T> CallAsync<T>(
        HttpMethod method, string path, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await retries.RunAsync(
                async token =>
                {
                    using var request = new HttpRequestMessage(method, new Uri(server, path));
                    request.Headers.Authorization = credential.Header;
                    using var silence = CancellationTokenSource.CreateLinkedTokenSource(token);
                    using var response = await Wire.SendAsync(http, request, silence, token);
                    return await read(response, token);
                },
                cancellationToken);
        }
        catch (PassingException error)
        {
            throw new CommandException($"{error.Message}; its log says why.", ExitCodes.Failed);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw NotMagpie();
        }
    }

    private async Task<CommandException> RefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        response.StatusCode == HttpStatusCode.Unauthorized
            ? new CommandException($"{server.Authority} does not know this key, or its secret is another.")
            : await DetailAsync(response, cancellationToken) is { } detail
                ? new CommandException($"{server.Authority} refuses: {detail}", ExitCodes.Failed)
                : NotMagpie();

    private static async Task<string?> DetailAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        (await response.Content.ReadFromJsonAsync(FailedContracts.Default.FailedProblem, cancellationToken))?.Detail is { } detail
            ? PlainText.Sanitize(detail, 300)
            : null;

    private CommandException NotMagpie() => new($"what answers at {server.Authority} is no Magpie; check --server.");
}

/// <summary>An asset that failed.</summary>
internal sealed record FailedAsset(string Id, string Name, DateTimeOffset CreatedAt, FailedReason? Error);

/// <summary>Why.</summary>
internal sealed record FailedReason(string Code, string Message);

internal sealed record FailedPage(IReadOnlyList<FailedAsset> Assets, string? Cursor);

internal sealed record FailedProblem(string? Detail);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(FailedPage))]
[JsonSerializable(typeof(FailedProblem))]
internal sealed partial class FailedContracts : JsonSerializerContext;
