using Azure.Storage.Common;

namespace Azure.Storage;

/// <summary>An account's name and one of its two keys.</summary>
public class StorageSharedKeyCredential
{
    private byte[] _key;

    public StorageSharedKeyCredential(string accountName, string accountKey)
    {
        AccountName = accountName;
        _key = Convert.FromBase64String(accountKey);
    }

    public string AccountName { get; }

    /// <summary>Replaces the key, for rotation; requests already signed keep the old one.</summary>
    public void SetAccountKey(string accountKey) => Volatile.Write(ref _key, Convert.FromBase64String(accountKey));

    /// <summary>Signs a UTF-8 string-to-sign.</summary>
    internal string Sign(ReadOnlySpan<byte> utf8) => Hmac.Sign(Volatile.Read(ref _key), utf8);

    internal string Sign(string text) => Hmac.Sign(Volatile.Read(ref _key), text);
}
