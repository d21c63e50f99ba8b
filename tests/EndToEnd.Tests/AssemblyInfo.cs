// Each class runs processes of its own. Those that wait most of their time do so two at a time; the others are in collection Alone.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
