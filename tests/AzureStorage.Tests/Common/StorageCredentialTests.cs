using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Magpie.Tests.Support;

namespace Magpie.AzureStorage.Tests.Common;

[Collection(AzuriteCollection.Name)]
public sealed class StorageCredentialTests(Azurite azurite)
{
    private const string Account = "devstoreaccount1";

    private readonly Uri _blobs = new($"http://127.0.0.1:{azurite.BlobPort}/{Account}");
    private readonly Uri _queues = new($"http://127.0.0.1:{azurite.QueuePort}/{Account}");
    private readonly Uri _tables = new($"http://127.0.0.1:{azurite.TablePort}/{Account}");

    private string Key => azurite.ConnectionString.Split(';').Single(part => part.StartsWith("AccountKey=", StringComparison.Ordinal))["AccountKey=".Length..];

    [Fact]
    public async Task A_shared_key_opens_all_three_services_and_knows_its_account()
    {
        var shared = new StorageSharedKeyCredential(Account, Key);
        var blobs = new BlobServiceClient(_blobs, shared);
        var queues = new QueueServiceClient(_queues, shared);
        var tables = new TableServiceClient(_tables, new TableSharedKeyCredential(Account, Key));

        await blobs.CreateBlobContainerAsync(Names.Container());
        await queues.CreateQueueAsync(Names.Queue());
        await tables.CreateTableAsync(Names.Table());

        (blobs.AccountName, queues.AccountName, tables.AccountName).ShouldBe((Account, Account, Account));
    }

    [Fact]
    [Trait(Editions.Only, Editions.Embedded)]
    public async Task A_wrong_key_is_refused_by_all_three_services_until_it_is_put_right()
    {
        var wrong = Convert.ToBase64String(new byte[64]);
        var shared = new StorageSharedKeyCredential(Account, wrong);
        var forTables = new TableSharedKeyCredential(Account, wrong);
        var container = new BlobServiceClient(_blobs, shared).GetBlobContainerClient(Names.Container());
        var queue = new QueueServiceClient(_queues, shared).GetQueueClient(Names.Queue());
        var table = new TableServiceClient(_tables, forTables).GetTableClient(Names.Table());

        foreach (var attempt in (Func<Task>[])[() => container.CreateAsync(), () => queue.CreateAsync(), () => table.CreateAsync()])
        {
            var failure = await Should.ThrowAsync<RequestFailedException>(attempt);
            failure.Status.ShouldBe(403);
            failure.ErrorCode.ShouldNotBeNullOrEmpty();
        }

        shared.SetAccountKey(Key);
        forTables.SetAccountKey(Key);
        await container.CreateAsync();
        await queue.CreateAsync();
        await table.CreateAsync();
    }

    [Fact]
    public async Task An_account_SAS_opens_all_three_services_however_it_is_given()
    {
        var sas = AccountSas();
        var bare = $"BlobEndpoint={_blobs};QueueEndpoint={_queues};TableEndpoint={_tables};SharedAccessSignature={sas}";
        var table = Names.Table();
        var queue = Names.Queue();

        await new BlobServiceClient(bare).GetBlobContainerClient(Names.Container()).CreateAsync();
        await new BlobServiceClient(_blobs, new AzureSasCredential(sas)).GetBlobContainerClient(Names.Container()).CreateAsync();
        await new BlobServiceClient(new Uri($"{_blobs}?{sas}")).GetBlobContainerClient(Names.Container()).CreateAsync();
        await new QueueServiceClient(bare).CreateQueueAsync(queue);
        await new QueueClient(new Uri($"{_queues}/{queue}"), new AzureSasCredential("?" + sas)).SendMessageAsync("m");
        await new TableServiceClient(bare).CreateTableAsync(table);
        await new TableClient(new Uri($"{_tables}/{table}"), new AzureSasCredential(sas)).AddEntityAsync(new TableEntity("p", "r"));
        var signed = new TableClient(new Uri($"{_tables}/{table}?{sas}"));
        (await signed.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue.ShouldBeTrue();
        await signed.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "s"))]);
    }

    [Fact]
    public async Task Without_a_credential_nothing_is_open()
    {
        var failure = await Should.ThrowAsync<RequestFailedException>(
            () => new BlobServiceClient(_blobs).GetBlobContainerClient("private").GetPropertiesAsync());

        failure.Status.ShouldBeOneOf(403, 404);
        (await Should.ThrowAsync<RequestFailedException>(
            () => new BlobServiceClient(_blobs).GetBlobContainerClient("private").CreateAsync())).Status.ShouldBe(403);
    }

    /// <summary>An account SAS as the service documents it: learn.microsoft.com/rest/api/storageservices/create-account-sas.</summary>
    private string AccountSas()
    {
        const string Permissions = "rwdlacup", Services = "bqt", Types = "sco", Protocol = "https,http", Version = "2020-12-06";
        var expires = TimeProvider.System.GetUtcNow().AddMinutes(10).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var text = $"{Account}\n{Permissions}\n{Services}\n{Types}\n\n{expires}\n\n{Protocol}\n{Version}\n\n";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Key), Encoding.UTF8.GetBytes(text)));
        return $"sv={Version}&ss={Services}&srt={Types}&sp={Permissions}&se={Uri.EscapeDataString(expires)}&spr={Uri.EscapeDataString(Protocol)}"
            + $"&sig={Uri.EscapeDataString(signature)}";
    }
}
