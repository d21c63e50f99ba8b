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

        requests._all.Add(("/usage", static http => http.GetAsync("/v2/usage")));
        requests._all.Add(("/uploads", http => http.PostAsync("/v2/uploads", ImaggaApp.Form(small))));
        return requests;
    }

    private static byte[] Shared(string name, byte[] otherwise) => Repository.Photos is { } folder ? File.ReadAllBytes(Path.Combine(folder, name)) : otherwise;

    private async Task AddAsync(HttpClient client, string path, byte[] file, CancellationToken cancellationToken)
    {
        using var form = ImaggaApp.Form(file);
        using var answer = await client.PostAsync("/v2/uploads", form, cancellationToken);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        var id = body.GetProperty("result").GetProperty("upload_id").GetString();
        var query = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var name = path.Split('?')[0];
        _all.Add((name, http => http.GetAsync($"/v2{path}{query}image_upload_id={id}")));
        _all.Add((name, http => http.PostAsync($"/v2{path}", ImaggaApp.Form(file))));
    }
}
