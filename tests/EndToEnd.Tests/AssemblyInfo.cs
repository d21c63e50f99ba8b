// Each class runs processes of its own; side by side they would only wait for each other's processor.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
