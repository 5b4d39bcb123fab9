"""Web pages for the officers of a service station (服务站), on one city of cmsdk."""
