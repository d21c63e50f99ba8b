using System.Net;
using System.Text.Json;
using Magpie.Core.Tests.Imaging;
using Magpie.Functions.Tests.Imagga.Contract;

namespace Magpie.Functions.Tests.Imagga;

/// <summary>Calls of an account that saves images and searches for others like them.</summary>
/// <param name="saving">Path and query of what saves.</param>
/// <param name="index">Path of an index of the same family.</param>
internal sealed class IndexCalls(HttpClient client, string saving, string index)
{
    /// <summary>Of every index.</summary>
    public const string Name = "holiday";

    public string Path { get; } = $"{index}/{Name}";

    /// <summary>A plain picture.</summary>
    public static byte[] Plain((byte R, byte G, byte B) color, int side = 200)
    {
        var rgb = new byte[side * side * 3];
        for (var i = 0; i < rgb.Length; i += 3)
        {
            (rgb[i], rgb[i + 1], rgb[i + 2]) = color;
        }

        return Pictures.Jpeg(rgb, side, side);
    }

    /// <summary>Keeps an image; what the endpoint answers.</summary>
    public Task<JsonElement> SaveAsync(string id, byte[] image) => ContractFixture.ResultAsync(
        client.PostAsync(saving, ImaggaFixture.Form(image, ("save_index", Name), ("save_id", id))), id);

    /// <summary>What the ticket says in the end.</summary>
    public async Task<JsonElement> TrainAsync()
    {
        var started = await ContractFixture.ResultAsync(client.PutAsync(Path, null));
        started.EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe("ticket_id");
        return await FinalAsync(client, started.GetProperty("ticket_id").GetString()!);
    }

    public Task<JsonElement> SearchAsync(byte[] image, params (string Name, string Value)[] parameters) =>
        ContractFixture.ResultAsync(client.PostAsync(Path, ImaggaFixture.Form(image, parameters)));

    public async Task<string[]> FoundAsync(byte[] image, params (string Name, string Value)[] parameters) => Ids(await SearchAsync(image, parameters));

    public async Task<bool> HasAsync(string id) =>
        (await ContractFixture.ResultAsync(client.GetAsync($"{Path}/{Uri.EscapeDataString(id)}"))).GetProperty("item_exists").GetBoolean();

    public Task<string> ShouldNotBeFoundAsync(byte[] image) =>
        ContractFixture.ShouldFailAsync(client.PostAsync(Path, ImaggaFixture.Form(image)), HttpStatusCode.NotFound);

    public static string[] Ids(JsonElement result) => [.. result.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("id").GetString()!)];

    public static async Task<JsonElement> FinalAsync(HttpClient client, string ticket)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var state = await ContractFixture.ResultAsync(client.GetAsync($"/v2/tickets/{ticket}", deadline.Token));
            if (state.GetProperty("is_final").GetBoolean())
            {
                return state.GetProperty("ticket_result");
            }
        }
    }
}
