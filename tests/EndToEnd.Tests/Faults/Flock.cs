using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Magpie.Core.Tests.Imaging;
using Magpie.Tests.Support;

namespace Magpie.EndToEnd.Tests.Faults;

/// <summary>Small pictures, each another one, and places to put them.</summary>
internal sealed class Flock
{
    /// <summary>Files of one request for places (the API's limit).</summary>
    private const int AtOnce = 100;

    private const int Width = 96;
    private const int Height = 64;

    private readonly List<MagpieApp.Place> _places = [];
    private readonly List<byte[]> _files = [];

    /// <summary>Ids of all, in order.</summary>
    public IReadOnlyList<string> Ids => [.. _places.Select(place => place.Id)];

    public int Count => _places.Count;

    /// <summary>Reserves places; every file has tag <c>flock</c> and one of four others.</summary>
    public static async Task<Flock> ReserveAsync(HttpClient client, int count)
    {
        var flock = new Flock();
        foreach (var numbers in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            byte[][] files = [.. numbers.Select(Picture)];
            var described = numbers.Select((number, at) => new
            {
                name = string.Create(CultureInfo.InvariantCulture, $"{number}.jpg"),
                contentType = "image/jpeg",
                size = files[at].Length,
                tags = (string[])["flock", string.Create(CultureInfo.InvariantCulture, $"bird {number % 4}")],
            });
            using var response = await client.PostAsJsonAsync("/api/uploads", new { files = described });
            var body = await response.Content.ReadAsStringAsync();
            response.StatusCode.ShouldBe(HttpStatusCode.Created, body);
            using var answer = JsonDocument.Parse(body);
            flock._places.AddRange(answer.RootElement.GetProperty("uploads").EnumerateArray().Select(upload => new MagpieApp.Place(
                upload.GetProperty("id").GetString()!,
                new Uri(upload.GetProperty("uploadUrl").GetString()!),
                upload.GetProperty("headers").EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString()!, StringComparer.Ordinal))));
            flock._files.AddRange(files);
        }

        return flock;
    }

    /// <summary>A JPEG of its own for each number.</summary>
    public static byte[] Picture(int number) => Pictures.Jpeg(Pictures.Patches(Width, Height, (uint)number + 1), Width, Height);

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
        using var put = await MagpieApp.PutAsync(camera, _places[0], _files[0]);
        return put.StatusCode;
    }

    private async Task<bool> HasTakenAsync(HttpClient camera, int at)
    {
        try
        {
            using var put = await MagpieApp.PutAsync(camera, _places[at], _files[at]);
            return put.StatusCode == HttpStatusCode.Created;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
