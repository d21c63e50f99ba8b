using System.Net.Http.Json;
using System.Text.Json;
using Magpie.Tests.Support;

namespace Magpie.Bench.Imagga;

/// <summary>The requests of the mixed load: every endpoint with pictures of its kind, half of them by upload id and half in the form.</summary>
internal sealed class MixedRequests
{
    private readonly List<(string Name, Func<HttpClient, Task<HttpResponseMessage>> Send)> _all = [];

    private MixedRequests()
    {
    }

    /// <summary>Each once.</summary>
    public IReadOnlyList<(string Name, Func<HttpClient, Task<HttpResponseMessage>> Send)> All => _all;

    /// <summary>Uploads what will be asked for by id.</summary>
    public static async Task<MixedRequests> PrepareAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var large = await Photos.TwelveMegapixelsAsync(1, cancellationToken);
        var small = await Photos.SmallAsync(cancellationToken);
        var requests = new MixedRequests();
        await requests.AddAsync(client, "/tags", large, cancellationToken);
        await requests.AddAsync(client, "/tags", Shared("dogs-two.jpg", small), cancellationToken);
        await requests.AddAsync(client, "/categories/personal_photos", Shared("landscape-innsbruck.jpg", small), cancellationToken);
        await requests.AddAsync(client, "/colors", large, cancellationToken);
        await requests.AddAsync(client, "/colors", Shared("food-market.jpg", small), cancellationToken);
        await requests.AddAsync(client, "/croppings?resolution=500x300", Shared("faces-family6.jpg", small), cancellationToken);
        await requests.AddAsync(client, "/barcodes", Shared("barcode-ean13.png", small), cancellationToken);
        if (Repository.Models is not null && Repository.Photos is not null)
        {
            await requests.AddAsync(client, "/faces/detections", Shared("faces-family6.jpg", small), cancellationToken);
            await requests.AddAsync(client, "/faces/detections?return_face_id=1", Shared("face-woman-glasses.jpg", small), cancellationToken);
            await requests.AddAsync(client, "/text", Shared("text-licenceplate.jpg", small), cancellationToken);
            await requests.AddAsync(client, "/remove-background", Shared("portrait-astronaut.png", small), cancellationToken);
        }

        await requests.AddComparisonsAsync(client, small, cancellationToken);
        await requests.AddJobsAsync(client, small, cancellationToken);
        requests._all.Add(("/categorizers", static http => http.GetAsync("/v2/categorizers")));
        requests._all.Add(("/usage", static http => http.GetAsync("/v2/usage")));
        requests._all.Add(("/uploads", http => http.PostAsync("/v2/uploads", ImaggaApp.Form(small))));
        return requests;
    }

    private static byte[] Shared(string name, byte[] otherwise) => Repository.Photos is { } folder ? File.ReadAllBytes(Path.Combine(folder, name)) : otherwise;

    /// <summary>Searches of two trained indexes, two images held against each other, and faces: two of them, and one that an index of people is asked about.</summary>
    private async Task AddComparisonsAsync(HttpClient client, byte[] small, CancellationToken cancellationToken)
    {
        foreach (var (saving, index) in new[] { ("/categories/general_v3?", "/similar-images/categories/general_v3/bench"), ("/colors?deterministic=1&", "/similar-images/colors/bench") })
        {
            foreach (var name in (string[])["dogs-two.jpg", "food-market.jpg", "landscape-innsbruck.jpg", "house.jpg"])
            {
                using var form = ImaggaApp.Form(Shared(name, small));
                await ResultAsync(client.PostAsync($"/v2{saving}save_index=bench&save_id={name}", form, cancellationToken), cancellationToken);
            }

            await FinalAsync(client, client.PutAsync($"/v2{index}", null, cancellationToken), cancellationToken);
            await AddAsync(client, index, Shared("dogs-two.jpg", small), cancellationToken);
        }

        var (one, other) = (await UploadAsync(client, Shared("dogs-two.jpg", small), cancellationToken), await UploadAsync(client, Shared("house.jpg", small), cancellationToken));
        _all.Add(("/images-similarity", http => http.GetAsync($"/v2/images-similarity/categories/general_v3?image_upload_id={one}&image2_upload_id={other}")));
        if (Repository.Models is null || Repository.Photos is null)
        {
            return;
        }

        using var family = ImaggaApp.Form(Shared("faces-family6.jpg", small));
        var found = await ResultAsync(client.PostAsync("/v2/faces/detections?return_face_id=1", family, cancellationToken), cancellationToken);
        var faces = found.GetProperty("faces").EnumerateArray().Select(face => face.GetProperty("face_id").GetString()!).ToArray();
        var people = faces.ToDictionary(face => $"person {face[^4..]}", face => new[] { face }, StringComparer.Ordinal);
        await ResultAsync(client.PutAsJsonAsync("/v2/faces/recognition/bench", new { people }, cancellationToken), cancellationToken);
        await FinalAsync(client, client.PostAsync("/v2/faces/recognition/bench", null, cancellationToken), cancellationToken);
        _all.Add(("/faces/similarity", http => http.GetAsync($"/v2/faces/similarity?face_id={faces[0]}&second_face_id={faces[1]}")));
        _all.Add(("/faces/recognition", http => http.GetAsync($"/v2/faces/recognition/bench?face_id={faces[2]}")));
        _all.Add(("/faces/groupings", http => http.PostAsJsonAsync("/v2/faces/groupings", new { faces })));
    }

    /// <summary>Batches, which are worked on beside the requests, and the ticket of one that has ended.</summary>
    private async Task AddJobsAsync(HttpClient client, byte[] small, CancellationToken cancellationToken)
    {
        var id = await UploadAsync(client, Shared("food-market.jpg", small), cancellationToken);
        var calls = new[] { new { @params = new { image_upload_id = id } } };
        var batch = new Dictionary<string, object>(StringComparer.Ordinal) { ["/colors"] = calls, ["/croppings"] = calls };
        var ticket = await FinalAsync(client, client.PostAsJsonAsync("/v2/batches", batch, cancellationToken), cancellationToken);
        _all.Add(("/batches", http => http.PostAsJsonAsync("/v2/batches", batch)));
        _all.Add(("/tickets", http => http.GetAsync($"/v2/tickets/{ticket}")));
    }

    private async Task AddAsync(HttpClient client, string path, byte[] file, CancellationToken cancellationToken)
    {
        var id = await UploadAsync(client, file, cancellationToken);
        var query = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var name = path.Split('?')[0];
        _all.Add((name, http => http.GetAsync($"/v2{path}{query}image_upload_id={id}")));
        _all.Add((name, http => http.PostAsync($"/v2{path}", ImaggaApp.Form(file))));
    }

    private static async Task<string> UploadAsync(HttpClient client, byte[] file, CancellationToken cancellationToken)
    {
        using var form = ImaggaApp.Form(file);
        return (await ResultAsync(client.PostAsync("/v2/uploads", form, cancellationToken), cancellationToken)).GetProperty("upload_id").GetString()!;
    }

    /// <summary>Waits for the end of the ticket that a request answers; answers the ticket.</summary>
    private static async Task<string> FinalAsync(HttpClient client, Task<HttpResponseMessage> request, CancellationToken cancellationToken)
    {
        var ticket = (await ResultAsync(request, cancellationToken)).GetProperty("ticket_id").GetString()!;
        while (!(await ResultAsync(client.GetAsync($"/v2/tickets/{ticket}", cancellationToken), cancellationToken)).GetProperty("is_final").GetBoolean())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }

        return ticket;
    }

    private static async Task<JsonElement> ResultAsync(Task<HttpResponseMessage> request, CancellationToken cancellationToken)
    {
        using var answer = await request;
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return answer.IsSuccessStatusCode ? body.GetProperty("result") : throw new InvalidOperationException($"{(int)answer.StatusCode}: {body}");
    }
}
