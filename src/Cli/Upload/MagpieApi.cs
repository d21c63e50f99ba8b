using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Magpie.Assets;
using Magpie.Uploads;

namespace Magpie.Cli.Upload;

/// <summary>The routes of the service that an upload needs.</summary>
internal sealed class MagpieApi(HttpClient http, Uri server, AuthenticationHeaderValue credential, Retries retries)
{
    /// <summary>Places, or checksums, of one request.</summary>
    public const int MaxFiles = 100;

    /// <summary>States of one request.</summary>
    public const int MaxIds = 200;

    private volatile bool _knowsChecksums = true;

    /// <summary>Reserves places, one a file.</summary>
    /// <param name="idempotencyKey">The same in every try, so that a try whose answer was lost reserves nothing twice.</param>
    /// <returns>The places, or what is wrong with which file: then nothing was reserved.</returns>
    public Task<(IReadOnlyList<PlaceAnswer> Places, IReadOnlyList<FileProblem> Refused)> ReserveAsync(
        IReadOnlyList<PlaceRequest> files, string idempotencyKey, CancellationToken cancellationToken) =>
        CallAsync<(IReadOnlyList<PlaceAnswer>, IReadOnlyList<FileProblem>)>(
            () =>
            {
                var request = Post("api/uploads", new PlacesRequest(files), Contracts.Default.PlacesRequest);
                request.Headers.Add("Idempotency-Key", idempotencyKey);
                return request;
            },
            async (response, token) =>
            {
                if (response.StatusCode == HttpStatusCode.BadRequest &&
                    await TryReadAsync(response, Contracts.Default.ProblemAnswer, token) is { Errors: { Count: > 0 } errors } &&
                    errors.All(error => error.File >= 0 && error.File < files.Count))
                {
                    return ([], errors);
                }

                var places = (await ReadAsync(response, Contracts.Default.PlacesAnswer, token)).Uploads;
                return places.Count == files.Count && places.All(place => place.IsSound) ? (places, []) : throw NotMagpie();
            },
            cancellationToken);

    /// <summary>A fresh address for a place; null when the asset is not waiting for bytes any more.</summary>
    public Task<PlaceAnswer?> RenewAsync(string id, CancellationToken cancellationToken) => CallAsync(
        () => Request(HttpMethod.Post, $"api/uploads/{id}/renew"),
        async (response, token) => response.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound
            ? null
            : await ReadAsync(response, Contracts.Default.PlaceAnswer, token) is { IsSound: true } place ? place : throw NotMagpie(),
        cancellationToken);

    /// <summary>States of at most <see cref="MaxIds"/> assets; those the account does not have are not among them.</summary>
    public Task<IReadOnlyList<AssetAnswer>> StatesAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => CallAsync(
        () => Request(HttpMethod.Get, $"api/assets/status?ids={string.Join(',', ids)}"),
        async (response, token) => (await ReadAsync(response, Contracts.Default.AssetsAnswer, token)).Assets,
        cancellationToken);

    /// <summary>Assets of the account with these bytes, of at most <see cref="MaxFiles"/>; none where the service, or this key, cannot say.</summary>
    public Task<IReadOnlyList<AssetAnswer>> FindAsync(IReadOnlyList<string> sha256, CancellationToken cancellationToken) =>
        !_knowsChecksums
            ? Task.FromResult<IReadOnlyList<AssetAnswer>>([])
            : CallAsync<IReadOnlyList<AssetAnswer>>(
                () => Post("api/assets/by-checksum", new ChecksumsRequest(sha256), Contracts.Default.ChecksumsRequest),
                async (response, token) =>
                {
                    if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.Forbidden)
                    {
                        _knowsChecksums = false;
                        return [];
                    }

                    return [.. (await ReadAsync(response, Contracts.Default.AssetsAnswer, token)).Assets.Where(asset => AssetId.IsValid(asset.Id))];
                },
                cancellationToken);

    /// <summary>Has an asset that failed worked on once more.</summary>
    public Task<RetryAnswer> RetryAsync(string id, CancellationToken cancellationToken) => CallAsync(
        () => Request(HttpMethod.Post, $"api/assets/{id}/retry"),
        async (response, token) => response.StatusCode switch
        {
            HttpStatusCode.Accepted => RetryAnswer.Queued,
            HttpStatusCode.NotFound => RetryAnswer.BytesGone,
            HttpStatusCode.Forbidden => RetryAnswer.NotAllowed,
            HttpStatusCode.Conflict => await TryReadAsync(response, Contracts.Default.ProblemAnswer, token) is { Code: "bytes-gone" }
                ? RetryAnswer.BytesGone
                : RetryAnswer.NotFailed,
            _ => throw NotMagpie(),
        },
        cancellationToken);

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(server, path));
        request.Headers.Authorization = credential;
        return request;
    }

    private HttpRequestMessage Post<T>(string path, T body, JsonTypeInfo<T> type)
    {
        var request = Request(HttpMethod.Post, path);
        request.Content = JsonContent.Create(body, type);
        return request;
    }

    private Task<T> CallAsync<T>(
        Func<HttpRequestMessage> create, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        RetryAsync(
            async token =>
            {
                using var request = create();
                using var silence = CancellationTokenSource.CreateLinkedTokenSource(token);
                using var response = await Wire.SendAsync(http, request, silence, token);
                return response.StatusCode == HttpStatusCode.Unauthorized
                    ? throw new CommandException($"{server.Authority} does not know this key, or its secret is another.")
                    : await read(response, token);
            },
            cancellationToken);

    private async Task<T> RetryAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await retries.RunAsync(call, cancellationToken);
        }
        catch (PassingException error)
        {
            throw new CommandException($"{error.Message}; its log says why. The same command goes on where this one stopped.", ExitCodes.Failed);
        }
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        if (!response.IsSuccessStatusCode)
        {
            var problem = await TryReadAsync(response, Contracts.Default.ProblemAnswer, cancellationToken);
            throw problem?.Detail is { } detail
                ? new CommandException($"{server.Authority} refuses: {PlainText.Sanitize(detail, 300)}", ExitCodes.Failed)
                : NotMagpie();
        }

        return await TryReadAsync(response, type, cancellationToken) ?? throw NotMagpie();
    }

    private CommandException NotMagpie() => new($"what answers at {server.Authority} is no Magpie; check --server.");

    private static async Task<T?> TryReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(type, cancellationToken);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
