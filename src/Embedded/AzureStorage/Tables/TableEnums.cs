namespace Azure.Data.Tables;

/// <summary>What a write does with the properties it does not name: keeps (merge) or drops (replace) them.</summary>
public enum TableUpdateMode
{
    Merge = 0,
    Replace = 1,
}

/// <summary>What an action of a transaction does.</summary>
public enum TableTransactionActionType
{
    Add = 0,
    UpdateMerge = 1,
    UpdateReplace = 2,
    Delete = 3,
    UpsertMerge = 4,
    UpsertReplace = 5,
}
