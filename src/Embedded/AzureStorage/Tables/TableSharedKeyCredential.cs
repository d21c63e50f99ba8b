using Azure.Storage.Common;

namespace Azure.Data.Tables;

/// <summary>An account's name and one of its two keys, for the table service.</summary>
public class TableSharedKeyCredential
{
    private byte[] _key;

    public TableSharedKeyCredential(string accountName, string accountKey)
    {
        AccountName = accountName;
        _key = Convert.FromBase64String(accountKey);
    }

    public string AccountName { get; }

    /// <summary>Replaces the key, for rotation.</summary>
    public void SetAccountKey(string accountKey) => Volatile.Write(ref _key, Convert.FromBase64String(accountKey));

    internal string Sign(string text) => Hmac.Sign(Volatile.Read(ref _key), text);
}
