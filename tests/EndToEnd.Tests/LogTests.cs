using System.Text.Json;
using Magpie.Core.Tests.Imaging;

namespace Magpie.EndToEnd.Tests;

[Collection(Alone.Name)]
public sealed class LogTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly Service _service = new(new Dictionary<string, string>(StringComparer.Ordinal) { ["Logging__Console__FormatterName"] = "json" });

    public Task InitializeAsync() => _service.InitializeAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Each_event_is_a_json_object_on_a_line_when_the_settings_ask_for_it()
    {
        var photo = Pictures.Jpeg(Pictures.Scene(64, 64), 64, 64);
        var id = (await _service.SettleAsync(photo, "scene.jpg", "image/jpeg")).GetProperty("id").GetString();

        string? settled = null;
        await Service.UntilAsync(
            () => Task.FromResult((settled = _service.App.Log.FirstOrDefault(line => line.Contains("is settled", StringComparison.Ordinal))) is not null),
            TimeSpan.FromSeconds(30),
            () => "The log does not say that the upload is settled.");

        var lines = _service.App.Log.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.ShouldAllBe(line => line.GetProperty("Category").GetString()!.Length > 0 && line.GetProperty("LogLevel").GetString()!.Length > 0);
        JsonDocument.Parse(settled!).RootElement.GetProperty("State").GetProperty("AssetId").GetString().ShouldBe(id);
    }
}
