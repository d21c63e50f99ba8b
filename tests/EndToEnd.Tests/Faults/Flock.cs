using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Magpie.Tests.Support;

namespace Magpie.EndToEnd.Tests.Faults;

/// <summary>Small files, each another one, and places to put them.</summary>
internal sealed class Flock
{
    /// <summary>Files of one request for places (the API's limit).</summary>
    private const int AtOnce = 100;

    private readonly List<MagpieApp.Place> _places = [];
    private readonly IReadOnlyList<FlockFile> _files;

    private Flock(IReadOnlyList<FlockFile> files) => _files = files;

    /// <summary>Ids of all, in order.</summary>
    public IReadOnlyList<string> Ids => [.. _places.Select(place => place.Id)];

    public int Count => _places.Count;

    /// <summary>Where the files go, in order.</summary>
    public IReadOnlyList<MagpieApp.Place> Places => _places;

    /// <summary>How many of the files can become <c>ready</c>.</summary>
    public int Sound => _files.Count(file => file.IsSound);

    /// <summary>Reserves places for so many photos.</summary>
    public static Task<Flock> ReserveAsync(HttpClient client, int count) =>
        ReserveAsync(client, [.. Enumerable.Range(0, count).Select(FlockFile.Photo)]);

    /// <summary>Reserves places; every file has tag <c>flock</c> and one of four others.</summary>
    public static async Task<Flock> ReserveAsync(HttpClient client, IReadOnlyList<FlockFile> files)
    {
        var flock = new Flock(files);
        foreach (var some in files.Index().Chunk(AtOnce))
        {
            var described = some.Select(one => new
            {
                name = one.Item.Name,
                contentType = one.Item.ContentType,
                size = one.Item.Content.Length,
                tags = (string[])["flock", string.Create(CultureInfo.InvariantCulture, $"bird {one.Index % 4}")],
            });
            using var response = await client.PostAsJsonAsync("/api/uploads", new { files = described });
            var body = await response.Content.ReadAsStringAsync();
            response.StatusCode.ShouldBe(HttpStatusCode.Created, body);
            using var answer = JsonDocument.Parse(body);
            flock._places.AddRange(answer.RootElement.GetProperty("uploads").EnumerateArray().Select(upload => new MagpieApp.Place(
                upload.GetProperty("id").GetString()!,
                new Uri(upload.GetProperty("uploadUrl").GetString()!),
                upload.GetProperty("headers").EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString()!, StringComparer.Ordinal))));
        }

        return flock;
    }

    /// <summary>Puts some of the files and tries again until storage says that it has each, as a client does that wants them to arrive.</summary>
    public async Task PutAsync(HttpClient camera, Range which, TimeSpan limit)
    {
        using var deadline = new CancellationTokenSource(limit);
        var (from, length) = which.GetOffsetAndLength(Count);
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = deadline.Token };
        await Parallel.ForAsync(from, from + length, options, async (at, token) =>
        {
            while (!await HasTakenAsync(camera, at))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), token);
            }
        });
    }

    /// <summary>Puts the first file, once; answers what storage says.</summary>
    public async Task<HttpStatusCode> TryPutAsync(HttpClient camera)
    {
        using var put = await MagpieApp.PutAsync(camera, _places[0], _files[0].Content);
        return put.StatusCode;
    }

    private async Task<bool> HasTakenAsync(HttpClient camera, int at)
    {
        try
        {
            using var put = await MagpieApp.PutAsync(camera, _places[at], _files[at].Content);
            return put.StatusCode == HttpStatusCode.Created;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
